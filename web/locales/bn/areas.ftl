problem-areas-not-found = এমন কোনো এলাকা নেই।
problem-areas-outside = জায়গাটি বাংলাদেশের বাইরে।
