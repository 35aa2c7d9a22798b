package batch

import (
	"hash/maphash"
	"strings"
	"sync"
)

// Claims are names that are given away, whatever their letter case. A name
// takes a few bytes only.
type Claims struct {
	mu    sync.Mutex
	seed  maphash.Seed
	taken map[uint64]int32
}

// Claim gives name to item n. It returns who has had it before, and whether
// that one did. Two names are the same with a chance of one in 2^64; who must
// be sure compares them.
func (c *Claims) Claim(name string, n int) (other int, taken bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taken == nil {
		c.seed, c.taken = maphash.MakeSeed(), map[uint64]int32{}
	}
	h := maphash.String(c.seed, strings.ToLower(name))
	if other, ok := c.taken[h]; ok {
		return int(other), true
	}
	c.taken[h] = int32(n)
	return 0, false
}
