package main

import (
	"fmt"
	"math"

	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// gate refuses a merged script with errors that the original did not have, or
// not as badly, and tells them.
func (c *comparison) gate(original, merged *script.Script) error {
	if !c.flags.check.gate {
		return nil
	}
	p := qc.ProfileOf(original)
	type key struct {
		code qc.Code
		id   string
	}
	had := map[key][]qc.Finding{}
	for _, f := range qc.Check(original, p) {
		k := key{f.Code, f.ID}
		had[k] = append(had[k], f)
	}
	fresh, worse := 0, 0
	for _, f := range qc.Check(merged, p) {
		k := key{f.Code, f.ID}
		if f.Severity != qc.Error {
			continue
		}
		was := had[k]
		switch {
		case len(was) == 0:
			fresh++
			c.printer.line("segment %s: %s: %s", segmentName(f.ID, f.Index), f.Code, f.Message)
			continue
		case excess(&f) > excess(&was[0])+measured:
			worse++
			c.printer.line("segment %s: %s: %s; originally it %s", segmentName(f.ID, f.Index), f.Code, f.Message, was[0].Message)
		}
		had[k] = was[1:]
	}
	switch {
	case fresh > 0:
		return fmt.Errorf("%s that the original did not have: nothing was written", plural(fresh+worse, "error"))
	case worse > 0:
		return fmt.Errorf("%s worse than in the original: nothing was written", plural(worse, "error"))
	}
	return nil
}

// measured is how exactly findings are measured.
const measured = 0.0011

// excess is how far a finding is beyond its limit, in its unit.
func excess(f *qc.Finding) float64 { return math.Abs(f.Value - f.Limit) }
