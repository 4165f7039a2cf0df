"""Maps of a whole country: an overview with an index of all bodies, and a map of each authority a click away."""

from graphbuild.atlas.figures import Figures
from graphbuild.atlas.pages import FOLDER, MANY, MARK, write_atlas

__all__ = ["FOLDER", "MANY", "MARK", "Figures", "write_atlas"]
