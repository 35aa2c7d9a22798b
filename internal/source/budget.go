package source

import (
	"fmt"

	"github.com/vsconvert/vsconvert/script"
)

// Budget is the memory that reading an input may still take. What is reused or
// unpacked counts as often as it is used, so that a small file cannot become a
// large script.
type Budget struct{ left int64 }

// NewBudget returns the budget of an input of size bytes: 24 MiB and 24 times
// its size.
func NewBudget(size int) *Budget { return &Budget{24<<20 + 24*int64(size)} }

var errBudget = fmt.Errorf("%w: it becomes more than 24 MiB and 24 times its size", script.ErrTooLarge)

// Take takes n bytes off the budget. The error wraps [script.ErrTooLarge]. A
// nil Budget never ends.
func (b *Budget) Take(n int) error {
	if b == nil {
		return nil
	}
	if b.left -= int64(n); b.left < 0 {
		return errBudget
	}
	return nil
}
