"""The screens of the site: users, their roles, tasks. Importing them registers them."""

from inventory_site import task_screen
from inventory_site.people import role_screen, user_screen

__all__ = ("role_screen", "task_screen", "user_screen")
