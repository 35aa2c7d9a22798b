// Package hostile holds the texts that break subtitle files: what looks like
// syntax of one format or another, what some reader drops, and what some
// writer forgets. Every writer is tested against all of them.
package hostile

import (
	"fmt"
	"strings"
)

// Text is one text and a name for its subtest.
type Text struct {
	Name string // lower-case words and hyphens, unique
	Text string
}

// Texts returns all of them, in an order that does not change. None is empty;
// some hold nothing that can be shown, or bytes that are no UTF-8.
func Texts() []Text {
	groups := [][]Text{plain, entities, markup, arrows, syntax, breaks, blanks, braces, xml, tables, scripts, bidi, odd, encoding}
	var all []Text
	for _, group := range groups {
		all = append(all, group...)
	}
	all = append(all, controls()...)
	return append(all, long()...)
}

// controls has every C0 and C1 control and DEL, between words and alone on a
// line.
func controls() []Text {
	var all []Text
	for r := rune(0); r < 0xA0; r++ {
		if r == ' ' {
			r = 0x7F
		}
		all = append(all, Text{fmt.Sprintf("control-%02x", r), "before" + string(r) + "after"})
	}
	for _, r := range []rune{0, 1, '\t', '\v', '\f', 0x1A, 0x1B, 0x7F, 0x85, 0x9F} {
		all = append(all, Text{fmt.Sprintf("control-%02x-alone-on-line", r), "above\n" + string(r) + "\nbelow"})
	}
	return append(all, Text{"controls-only", "\x00\x01\x02\x1F\x7F\u0080\u009F"})
}

// long has lines beyond what readers with fixed buffers hold.
func long() []Text {
	return []Text{
		{"long-4094", strings.Repeat("x", 4094)},
		{"long-4095", strings.Repeat("x", 4095)},
		{"long-4096", strings.Repeat("x", 4096)},
		{"long-words-5k", strings.Repeat("word ", 1000) + "end"},
		{"long-umlauts-9k", strings.Repeat("ü", 4500)},
		{"long-64k", strings.Repeat("y", 65536)},
		{"long-words-100k", strings.Repeat("describe ", 11111) + "end"},
		{"long-100k", strings.Repeat("z", 100000)},
		{"long-entities-20k", strings.Repeat("&<>", 7000)},
		{"many-lines-500", strings.TrimSuffix(strings.Repeat("line\n", 500), "\n")},
		{"many-blank-lines", "above" + strings.Repeat("\n", 500) + "below"},
		{"many-combining", "a" + strings.Repeat("\u0301", 300) + "b"},
	}
}
