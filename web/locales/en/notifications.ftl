### Messages to people. Text messages are paid by the part: 160 letters in English, and a test counts them. Without curly quotes, which would make it 70.

sms-otp = Haat code { $code }, valid { $minutes } minutes. Tell it to nobody.
sms-shop-approved = Haat: "{ $shop }" is approved. Shoppers can find it now.
sms-shop-rejected = Haat: "{ $shop }" was not approved. Reason: { $reason }
sms-shop-more-asked = Haat: before "{ $shop }" can be approved we need: { $asked }
sms-staff-invited = Haat: "{ $shop }" would like you to work there. Sign in to Haat with this number.
sms-password-changed = Haat: your password was changed. If that was not you, tell us now.
sms-new-sign-in = Haat: new sign-in from { $device }. If that was not you, sign it out now.
sms-low-stock = Haat: only { $left } of { $product } left at { $shop }.

mail-footer = Haat, the shops around you: { $site }

mail-otp-subject = Your Haat code { $code }
mail-otp-text = Your code is { $code }. It works for { $minutes } minutes. Tell it to nobody; nobody at Haat will ever ask for it.

mail-shop-approved-subject = “{ $shop }” is approved
mail-shop-approved-text = Good news: “{ $shop }” is approved. From now on shoppers around it can find it.
mail-shop-approved-action = See the shop's page

mail-shop-rejected-subject = “{ $shop }” was not approved
mail-shop-rejected-text = “{ $shop }” was not approved. The reason: { $reason }
mail-shop-rejected-action = See the application

mail-shop-more-asked-subject = “{ $shop }” needs something more
mail-shop-more-asked-text = Before “{ $shop }” can be approved we need: { $asked }
mail-shop-more-asked-action = Add what is missing

mail-staff-invited-subject = “{ $shop }” would like you to work there
mail-staff-invited-text = “{ $shop }” would like you to work in their shop on Haat. If you agree, sign in with your phone number.
mail-staff-invited-action = See the invitation

mail-password-changed-subject = Your password was changed
mail-password-changed-text = The password of your Haat account was changed. If that was not you, sign out everywhere and set a new password now.
mail-password-changed-action = Security of the account

mail-new-sign-in-subject = A sign-in from a new device
mail-new-sign-in-text = Somebody signed in to your Haat account from a new device: { $device }. If that was not you, sign the device out.
mail-new-sign-in-action = See the devices

mail-low-stock-subject = { $product } is running out
mail-low-stock-text = Only { $left } of { $product } left at “{ $shop }”.
mail-low-stock-action = See the stock

notifications-dev-title = Messages that were not sent
notifications-dev-empty = Nothing yet.

problem-notifications-refused-recipient = The number or address was refused.
problem-notifications-refused-account = The provider refused our account.
problem-notifications-provider-busy = The provider is busy.
problem-notifications-not-reached = The provider was not reached.
problem-notifications-expired = It was of no use any more.
problem-notifications-over-budget = The budget for text messages is used up for today.
problem-notifications-not-signed = This report is not signed by the provider.
problem-notifications-unknown-word = This is none of the words known here.
problem-notifications-no-failed-message = There is no failed message with this id that could still be sent.
