package main

import (
	"fmt"

	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// gate refuses a merged script with errors that the original did not have, and
// tells them.
func (c *comparison) gate(original, merged *script.Script) error {
	if !c.flags.check.gate {
		return nil
	}
	p := qc.ProfileOf(original)
	type key struct {
		code qc.Code
		id   string
	}
	had := map[key]int{}
	for _, f := range qc.Check(original, p) {
		had[key{f.Code, f.ID}]++
	}
	fresh := 0
	for _, f := range qc.Check(merged, p) {
		k := key{f.Code, f.ID}
		if had[k]--; f.Severity == qc.Error && had[k] < 0 {
			fresh++
			c.printer.line("segment %s: %s: %s", segmentName(f.ID, f.Index), f.Code, f.Message)
		}
	}
	if fresh > 0 {
		return fmt.Errorf("%s that the original did not have: nothing was written", plural(fresh, "error"))
	}
	return nil
}
