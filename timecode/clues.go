package timecode

import (
	"errors"
	"fmt"
	"math"
)

// What is not said about the labels of a list. What was done instead says it
// along with one of these.
var (
	ErrNoRate    = errors.New("no frame rate is stated")
	ErrNoStart   = errors.New("no start is stated")
	ErrOtherRate = errors.New("the list says otherwise") // than the rate it is read at
)

// Clues are what the labels of a list tell about its rate. The zero value has
// seen none.
type Clues struct {
	most        uint16 // the highest frame number
	minuteStart uint16 // one above the lowest that drop-frame might skip, 0 for none
	semicolon   bool   // before the frame of a label
	mode        uint8  // modeDrop, modeNonDrop
}

const (
	modeDrop    = 1
	modeNonDrop = 2
)

// Count takes in how far a label counts, and nothing else of it: of another
// reel, say.
func (c *Clues) Count(l Label) { c.most = max(c.most, l.Frame) }

// See takes in a label of the list's own.
func (c *Clues) See(l Label) {
	c.Count(l)
	c.semicolon = c.semicolon || l.Drop()
	if l.Second == 0 && l.Minute%10 != 0 && (c.minuteStart == 0 || l.Frame < c.minuteStart-1) {
		c.minuteStart = min(l.Frame, math.MaxUint16-1) + 1
	}
}

// Say takes in that the list says in words how its labels are counted. What it
// says first counts, and labels that say drop-frame count more.
func (c *Clues) Say(drop bool) {
	switch {
	case c.mode != 0:
	case drop:
		c.mode = modeDrop
	default:
		c.mode = modeNonDrop
	}
}

// Drop reports whether the list says drop-frame, by a separator or in words.
// said is false when neither tells.
func (c *Clues) Drop() (drop, said bool) {
	if c.semicolon {
		return true, true
	}
	return c.mode == modeDrop, c.mode != 0
}

// Rates to guess from, slowest first.
var (
	dropRates    = [...]Rate{Rate2997DF, Rate5994DF, Rate11988DF}
	nonDropRates = [...]Rate{Rate25, Rate30, Rate50, Rate60, Rate120}
)

// Rate returns the most likely rate of a list: the slowest of 25, 30, 50, 60
// and 120 that counts up to every frame number, or of 29.97, 59.94 and 119.88
// drop-frame when the list says drop-frame; that becomes non-drop if the list
// says so in words only and has labels that drop-frame skips. matters is false when all frame numbers
// are 0 and nothing says drop-frame, so that whole seconds are all there is.
func (c *Clues) Rate() (r Rate, matters bool) {
	drop, _ := c.Drop()
	candidates := nonDropRates[:]
	if drop {
		candidates = dropRates[:]
	}
	for _, r = range candidates {
		if int(c.most) < r.Nominal() {
			break
		}
	}
	if drop && c.denied(r) {
		r = r.NonDrop()
	}
	return r, drop || c.most > 0
}

// Settle returns a rate that was told as the list counts it: whether labels are
// dropped is the list's to say where r leaves it open, by the rule of
// [Clues.Rate]. Where the list does not say it, the start that was told does,
// if it is one of drop-frame.
func (c *Clues) Settle(r Rate, start Timecode) Rate {
	if start.Rate().DropFrame() {
		c.Say(true)
	}
	drop, _ := c.Drop()
	return r.Counted(drop && !c.denied(r))
}

// Against returns what the list says of its labels that a rate does not follow,
// or nil. It is an [ErrOtherRate].
func (c *Clues) Against(r Rate) error {
	drop, said := c.Drop()
	switch {
	case !said || drop == r.DropFrame():
		return nil
	case drop:
		return fmt.Errorf("%s fps non-drop: %w: drop-frame", r, ErrOtherRate)
	}
	return fmt.Errorf("%s fps: %w: non-drop", r, ErrOtherRate)
}

// denied reports whether the list has labels that drop-frame skips, though it
// says drop-frame in words.
func (c *Clues) denied(r Rate) bool {
	return !c.semicolon && c.minuteStart > 0 && int(c.minuteStart-1) < r.Nominal()/15
}
