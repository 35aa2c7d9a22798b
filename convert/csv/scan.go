package csv

import (
	"strings"

	"github.com/vsconvert/vsconvert/internal/table"
)

// scanner cuts a text into records. Fields are parts of the text unless they
// hold a quote. Blank lines between records are records with one empty field.
type scanner struct {
	src    string
	at     int
	comma  string
	limit  int      // above 0: no record begins there or later
	fields []string // of the record last read
	starts []int    // their offsets
	open   int      // offset of a quote without end, or -1
	beyond int      // filled fields right of table.MaxColumns, in all records
	began  bool
}

// next reads a record.
func (s *scanner) next() bool {
	if !s.began {
		s.began, s.open = true, -1
	}
	if s.at >= len(s.src) || s.limit > 0 && s.at >= s.limit {
		return false
	}
	s.fields, s.starts = s.fields[:0], s.starts[:0]
	for {
		s.field()
		if s.at >= len(s.src) {
			return true
		}
		if strings.HasPrefix(s.src[s.at:], s.comma) {
			s.at += len(s.comma)
			continue
		}
		s.at++
		if s.src[s.at-1] == '\r' && s.at < len(s.src) && s.src[s.at] == '\n' {
			s.at++
		}
		return true
	}
}

// field reads a field. One right of the last column that tables have is
// passed over: a text of delimiters would take many times its size.
func (s *scanner) field() {
	from, value := s.at, ""
	if s.at < len(s.src) && s.src[s.at] == '"' {
		value = s.quoted()
	} else {
		value = s.plain()
	}
	switch {
	case len(s.fields) < table.MaxColumns:
		s.fields, s.starts = append(s.fields, value), append(s.starts, from)
	case strings.TrimSpace(value) != "":
		s.beyond++
	}
}

// offset returns where a field of the record begins, or the end of the record.
func (s *scanner) offset(column int) int {
	if column < 0 || len(s.starts) == 0 {
		column = 0
	}
	if column < len(s.starts) {
		return s.starts[column]
	}
	return s.starts[len(s.starts)-1]
}

// plain reads up to the delimiter or line break.
func (s *scanner) plain() string {
	from := s.at
	for s.at < len(s.src) {
		c := s.src[s.at]
		if c == '\n' || c == '\r' || c == s.comma[0] && strings.HasPrefix(s.src[s.at:], s.comma) {
			break
		}
		s.at++
	}
	return s.src[from:s.at]
}

// quoted reads a field in quotes. What follows the closing quote belongs to
// the field as it stands. Without a closing quote the field is the rest of the
// text.
func (s *scanner) quoted() string {
	opened := s.at
	from, doubled := opened+1, false
	for s.at = from; ; s.at += 2 {
		i := strings.IndexByte(s.src[s.at:], '"')
		if i < 0 {
			if s.open < 0 {
				s.open = opened
			}
			s.at = len(s.src)
			return s.src[from:]
		}
		s.at += i
		if s.at+1 == len(s.src) || s.src[s.at+1] != '"' {
			break
		}
		doubled = true
	}
	value := s.src[from:s.at]
	if doubled {
		value = strings.ReplaceAll(value, `""`, `"`)
	}
	s.at++
	if rest := s.plain(); rest != "" {
		return value + rest
	}
	return value
}
