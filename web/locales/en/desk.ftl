### Words of the seller's pages.

desk-title = My shops
desk-none = You do not work in a shop here yet.
desk-none-text = Once a shop of yours is approved, or a shop takes you on, it stands here.
desk-role-owner = Owner
desk-role-manager = Manager
desk-role-packer = Packer
desk-shop-listed = Shoppers find it
desk-shop-hidden = Hidden from shoppers
desk-shop-closed = Closed for good
