package ttml

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Both ways of reading a time agree wherever the quick one answers.
func TestWholeTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	quick := 0
	for range 50_000 {
		p := defaultParams()
		p.tickRate = []int64{0, 10_000_000, 90_000, 3}[random.IntN(4)]
		in := strconv.Itoa(random.IntN(200))
		for range random.IntN(9) {
			in += []string{"00", "5", "0", "59", ":", ":0", ":00", ":12", ".", ".5", "m", "s", "ms", "t", "h", "60", "000000", "a", "-"}[random.IntN(19)]
		}
		ns, ok := p.whole(in)
		if !ok {
			continue
		}
		quick++
		exact := p.offset
		if strings.Contains(in, ":") {
			exact = p.clock
		}
		want, err := exact(in)
		require.NoError(t, err, in)
		require.Equal(t, want, moment{ns: ns}, in)
	}
	require.Greater(t, quick, 1000)
	for _, in := range []string{"00:00:00.000", "99:59:59.999", "2000000:00:00.123456789", "999999999s", "0.000000001s", "999999999.999999ms", "999999999t"} {
		p := defaultParams()
		p.tickRate = 1
		_, ok := p.whole(in)
		require.True(t, ok, in)
	}
}
