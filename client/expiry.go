package client

import (
	"net/url"
	"strconv"
	"time"
)

// expiryMargin is how long before its end an address counts as expired.
const expiryMargin = 5 * time.Second

// isExpired reports whether a signed address says of itself that it has
// expired. One that does not say counts as valid.
func isExpired(address string, now time.Time) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	until, ok := expiry(u.Query())
	return ok && now.Add(expiryMargin).After(until)
}

// expiry reads the parameters of the storages: a start and a number of seconds,
// or an end.
func expiry(q url.Values) (time.Time, bool) {
	for _, prefix := range [...]string{"X-Goog-", "X-Amz-"} {
		from, err := time.Parse("20060102T150405Z", q.Get(prefix+"Date"))
		seconds, bad := strconv.ParseUint(q.Get(prefix+"Expires"), 10, 31)
		if err == nil && bad == nil {
			return from.Add(time.Duration(seconds) * time.Second), true
		}
	}
	if seconds, err := strconv.ParseInt(q.Get("Expires"), 10, 64); err == nil {
		return time.Unix(seconds, 0), true
	}
	until, err := time.Parse(time.RFC3339, q.Get("se"))
	return until, err == nil
}
