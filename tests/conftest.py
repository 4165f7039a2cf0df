"""What all tests share."""

from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("steady")
