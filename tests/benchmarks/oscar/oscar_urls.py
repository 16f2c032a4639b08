"""No page of Oscar's is asked for."""

urlpatterns: list[object] = []
