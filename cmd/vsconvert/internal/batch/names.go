package batch

import (
	"hash/maphash"
	"strings"
	"sync"
)

// Claims are names that are given away, whatever their letter case. A name
// takes a few bytes only.
type Claims struct {
	once   sync.Once
	random maphash.Seed

	mu    sync.Mutex
	taken map[uint64]int32
}

// Claim gives name to item n. It returns who has had it before, and whether
// that one did. Two names are the same with a chance of one in 2^64; who must
// be sure compares them.
func (c *Claims) Claim(name string, n int) (other int, taken bool) {
	holder, taken := c.take(name, int32(n))
	return int(holder), taken
}

// Propose gives name to who is called who, unless it is given away already.
func (c *Claims) Propose(name, who string) bool {
	_, taken := c.take(name, c.short(who))
	return !taken
}

// Confirm reports whether name was given to who is called who, or to nobody,
// and then gives it. Somebody else is taken for who with a chance of one in
// 2^32.
func (c *Claims) Confirm(name, who string) bool {
	holder, taken := c.take(name, c.short(who))
	return !taken || holder == c.short(who)
}

func (c *Claims) take(name string, holder int32) (other int32, taken bool) {
	h := maphash.String(c.seed(), strings.ToLower(name))
	c.mu.Lock()
	defer c.mu.Unlock()
	if other, ok := c.taken[h]; ok {
		return other, true
	}
	if c.taken == nil {
		c.taken = map[uint64]int32{}
	}
	c.taken[h] = holder
	return 0, false
}

// short returns a short form of who has a name.
func (c *Claims) short(who string) int32 { return int32(maphash.String(c.seed(), who)) }

func (c *Claims) seed() maphash.Seed {
	c.once.Do(func() { c.random = maphash.MakeSeed() })
	return c.random
}
