### Words of the admin's pages.

admin-title = Admin desk
admin-everywhere = You look after the whole country.
admin-areas = You look after
