package main

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/clean"
)

// visible returns s as people are shown it, on one line.
func visible(s string) string { return clean.Visible(s) }

// screen is a terminal that is shown text: what it would act on is made
// visible, save line breaks and tabs.
type screen struct {
	w    io.Writer
	rest string // the first bytes of a character
}

func (s *screen) Write(b []byte) (int, error) {
	text := s.rest + string(b)
	whole := len(text)
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if tail := text[len(text)-n:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRuneInString(tail) {
				whole -= n
			}
			break
		}
	}
	s.rest = text[whole:]
	var shown strings.Builder
	for line := range strings.SplitAfterSeq(text[:whole], "\n") {
		for cell := range strings.SplitAfterSeq(line, "\t") {
			stop := strings.TrimRight(cell, "\r\n\t")
			shown.WriteString(visible(stop) + cell[len(stop):])
		}
	}
	if _, err := io.WriteString(s.w, shown.String()); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Fd returns the descriptor of the terminal, by which its width is found out.
func (s *screen) Fd() uintptr {
	if f, ok := s.w.(interface{ Fd() uintptr }); ok {
		return f.Fd()
	}
	return ^uintptr(0)
}
