problem-areas-not-found = There is no such area.
problem-areas-outside = This place is outside Bangladesh.
