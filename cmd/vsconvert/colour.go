package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

var colourChoices = []string{"auto", "always", "never"}

// colourFlag is --colour: whether what people are shown has colours.
type colourFlag struct{ when string }

func (c *colourFlag) String() string { return c.when }

func (c *colourFlag) Type() string { return "string" }

func (c *colourFlag) Set(v string) error {
	if !slices.Contains(colourChoices, v) {
		return fmt.Errorf("want %s%s", "auto, always or never", strings.TrimSuffix(": "+meant(v, colourChoices), ": "))
	}
	c.when = v
	return nil
}

// colours reports whether a stream has colours. Without a word on it those
// have that are terminals, unless NO_COLOR is set or the terminal is dumb.
func (s *streams) colours(terminal bool) bool {
	when := "auto"
	if s.colour != nil {
		when = s.colour.when
	}
	switch when {
	case "always":
		return true
	case "never":
		return false
	}
	return terminal && !s.plain && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// ink is how something is painted, as the parameters of the terminal's
// sequence. Words say the same: colour only helps to find it.
type ink string

const (
	inkError   ink = "1;31"
	inkWarning ink = "33"
	inkHint    ink = "36"
	inkInfo    ink = "34"
	inkPlace   ink = "1"
)

// painter paints, or leaves as it is.
type painter bool

func (p painter) paint(i ink, s string) string {
	if !p || i == "" || s == "" {
		return s
	}
	return "\x1b[" + string(i) + "m" + s + "\x1b[0m"
}

// painted returns where a text goes that was made visible and then painted:
// standard output, past what makes its sequences visible.
func (s *streams) painted() (io.Writer, painter) {
	on := s.colours(s.outTerminal)
	if shown, ok := s.out.(*screen); ok && on {
		return shown.w, true
	}
	return s.out, painter(on)
}
