### Words of the admin's pages.

admin-title = Admin desk
admin-everywhere = You look after the whole country.
admin-areas = You look after

admin-nav-desk = Desk
admin-nav-people = People
admin-nav-messages = Messages
admin-nav-words = Words
admin-find = Find
admin-more = Show more
admin-save = Save
admin-people = People
admin-people-phone = Phone number
admin-people-all = Everybody
admin-people-suspended = Suspended
admin-people-none = Nobody is found.
admin-people-since = Here since { $at }
admin-people-areas = Looks after { $codes }
admin-people-why = Reason: { $why }
admin-people-suspend = Suspend
admin-people-restore = Restore
admin-people-reason = Why?
admin-role-rider = Rider
admin-role-super-admin = Looks after everything
admin-done-suspended = Suspended. They are refused within seconds.
admin-done-restored = They can sign in again.
admin-done-sent-again = It is being sent again.
admin-done-job-again = It is being done again.
admin-done-saved = Saved. Search knows it within seconds.
admin-done-removed = Removed.
admin-done-switched = Changed.
admin-messages = Messages sent
admin-messages-none = There are none.
admin-message-failed = Not sent
admin-message-unknown = Uncertain
admin-message-queued = Waiting
admin-message-sending = On its way
admin-message-sent = Sent
admin-message-again = Send again
admin-jobs = Background work
admin-jobs-none = There is none.
admin-job-dead = Given up
admin-job-waiting = Waiting
admin-job-running = Running
admin-job-done = Done
admin-job-again = Try again
admin-misses = Looked for, not found
admin-misses-none = Nothing was missed in thirty days.
admin-misses-nothing = Nothing shown
admin-concepts = Words that search knows
admin-concepts-find = A name or a word
admin-concepts-none = No such words.
admin-concepts-new = A new thing with its words
admin-concept = Words for a thing
admin-concept-bn = Name in Bengali
admin-concept-en = Name in English
admin-concept-words = Other words, one on a line
admin-concept-dialects = Words of a region: code, colon, word
admin-concept-category = Code of its category
admin-concept-kinds = Kinds of shop that sell it
admin-concept-remove = Remove it
admin-dialect = Words of { $name }
admin-dialect-is-on = On
admin-dialect-is-off = Off
admin-dialect-turn-on = Turn on
admin-dialect-turn-off = Turn off
admin-people-shops = { $n ->
    [one] Works in one shop
   *[other] Works in { $shown } shops
}
admin-job-attempts = { $n ->
    [one] tried once
   *[other] tried { $shown } times
}
admin-misses-times = { $n ->
    [one] once
   *[other] { $shown } times
}
