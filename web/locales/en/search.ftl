problem-search-unknown-kind = There is no such kind of shop.
problem-search-unknown-category = There is no such category.
problem-search-unknown-sort = Results cannot be sorted that way.
problem-search-no-words = Please type a word or a number.
problem-search-prices-crossed = The highest price is below the lowest.
problem-search-stale-cursor = This page link is more than a day old. Please start again.
problem-search-unknown-language = The language must be bn or en.
problem-search-bad-key = The key must have 8 to 64 letters, digits, dashes or underscores.
problem-search-key-reused = Another request was already sent with this key.
problem-search-not-a-date = Please write the date like 2026-11-21.

search-step-degraded = Search is being repaired, so it may miss some things or know words only as they are written. Try again in a moment.
search-step-dropped = Nothing in our lists is called “{ $words }”, so we searched without it.
search-step-widened = There was nothing within { $asked }, so we looked up to { $searched } away.
search-step-category = No shop nearby has said that it has this. Shown are shops that usually sell { $name }.
search-step-ask = You can ask the shops around.
search-request-kept = { $n ->
    [0] Your request is kept. There is no shop around in our lists now, so nobody has been told.
    [one] Your request is kept. One shop around could be asked, but telling shops does not work yet: nobody has been told.
   *[other] Your request is kept. { $shown } shops around could be asked, but telling shops does not work yet: nobody has been told.
  }
