"""A department on the front page."""

from dataclasses import dataclass

from catalog.storefront.departments import Department
from catalog.storefront.presenters.picture import drawing


@dataclass(frozen=True)
class DepartmentTile:
    """Name, address and the address of a drawing."""

    name: str
    url: str
    picture: str


def department_tile(department: Department) -> DepartmentTile:
    """Return the tile of one department."""
    return DepartmentTile(department.name, department.url, drawing(department.name, seed=department.slug))
