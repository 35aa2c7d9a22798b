package edl

import "strings"

// scanner yields the lines of a text that ends them in LF, CR or CRLF, or in a
// mixture. Copying it keeps the place.
type scanner struct {
	src    string
	at     int
	line   int // number of the line last returned, from 1
	lf, cr int // the next of each at or behind at; len(src) when there is none
}

func newScanner(src string) scanner {
	return scanner{src: src, lf: find(src, 0, '\n'), cr: find(src, 0, '\r')}
}

func find(src string, from int, c byte) int {
	if i := strings.IndexByte(src[from:], c); i >= 0 {
		return from + i
	}
	return len(src)
}

// crlf reports whether the next line ends in CRLF.
func (s *scanner) crlf() bool { return s.cr < len(s.src) && s.lf == s.cr+1 }

// next returns the next line and its offset.
func (s *scanner) next() (line string, at int, ok bool) {
	if s.at >= len(s.src) {
		return "", s.at, false
	}
	at = s.at
	s.line++
	end := min(s.lf, s.cr)
	line = s.src[at:end]
	s.at = min(end+1, len(s.src))
	if s.crlf() && end == s.cr {
		s.at++
	}
	if s.lf < s.at {
		s.lf = find(s.src, s.at, '\n')
	}
	if s.cr < s.at {
		s.cr = find(s.src, s.at, '\r')
	}
	return line, at, true
}
