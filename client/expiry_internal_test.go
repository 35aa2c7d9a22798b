package client

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestIsExpired(t *testing.T) {
	now := time.Date(2025, 9, 30, 8, 15, 0, 0, time.UTC)
	for address, want := range map[string]bool{
		"https://s/x?X-Goog-Date=20250930T080000Z&X-Goog-Expires=900": true,
		"https://s/x?X-Goog-Date=20250930T080000Z&X-Goog-Expires=904": true, // too near
		"https://s/x?X-Goog-Date=20250930T080000Z&X-Goog-Expires=910": false,
		"https://s/x?X-Amz-Date=20250930T080000Z&X-Amz-Expires=60":    true,
		"https://s/x?X-Amz-Date=20250930T080000Z&X-Amz-Expires=3600":  false,
		"https://s/x?Expires=1759230000":                              false,
		"https://s/x?Expires=1759219000":                              true,
		"https://s/x?se=2025-09-30T08:00:00Z&sig=x":                   true,
		"https://s/x?se=2025-09-30T09:00:00Z&sig=x":                   false,
		"https://s/x": false,
		"https://s/x?X-Goog-Date=nonsense&X-Goog-Expires=900":                          false,
		"https://s/x?X-Goog-Date=20250930T080000Z&X-Goog-Expires=99999999999999999999": false,
		"https://s/%zz": false,
	} {
		require.Equal(t, want, isExpired(address, now), address)
	}
}

func TestContentRange(t *testing.T) {
	for in, want := range map[string][2]int64{"bytes 5-9/10": {5, 10}, "bytes 0-0/*": {0, -1}} {
		from, total, ok := contentRange(in)
		require.True(t, ok, in)
		require.Equal(t, want, [2]int64{from, total}, in)
	}
	for _, in := range []string{"", "bytes", "bytes */10", "5-9/10", "bytes 5-9", "bytes 5/10", "bytes 9-9/9", "bytes x-9/10", "bytes 5-9/x"} {
		_, _, ok := contentRange(in)
		require.False(t, ok, in)
	}
}
