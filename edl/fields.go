package edl

import "strings"

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// labelFields are the up to four timecodes at the end of a line.
type labelFields struct {
	n       int
	text    [4]string // the first n are set
	at      [4]int    // their offsets in the line
	tooMany bool      // a fifth stands before them
}

// lastLabels finds the timecodes that end line.
func lastLabels(line string) labelFields {
	var f labelFields
	end := len(line)
	var text [4]string
	var at [4]int
	for f.n < 4 {
		start, stop := lastField(line[:end])
		if start == stop || !looseLabel(line[start:stop]) {
			break
		}
		f.n++
		text[4-f.n], at[4-f.n] = line[start:stop], start
		end = start
	}
	copy(f.text[:], text[4-f.n:])
	copy(f.at[:], at[4-f.n:])
	if f.n == 4 {
		start, stop := lastField(line[:end])
		f.tooMany = looseLabel(line[start:stop])
	}
	return f
}

// join appends the fields of a later line that begins shift bytes behind the
// first.
func (f *labelFields) join(more labelFields, shift int) {
	for i := range more.n {
		f.text[f.n], f.at[f.n] = more.text[i], more.at[i]+shift
		f.n++
	}
}

func (f *labelFields) offset(line, i int) int { return line + f.at[i] }

// lastField returns the bounds of the last field of s; they are equal when
// there is none.
func lastField(s string) (start, stop int) {
	stop = len(s)
	for stop > 0 && isBlank(s[stop-1]) {
		stop--
	}
	start = stop
	for start > 0 && !isBlank(s[start-1]) {
		start--
	}
	return start, stop
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// trimLeft returns s without the blanks and tabs before it.
func trimLeft(s string) string {
	for s != "" && isBlank(s[0]) {
		s = s[1:]
	}
	return s
}

// trim returns s without the blanks and tabs around it.
func trim(s string) string {
	s = trimLeft(s)
	for s != "" && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// looseLabel reports whether s is meant as a timecode: digits in at least
// three groups.
func looseLabel(s string) bool {
	if len(s) < 5 || !isDigit(s[0]) || !isDigit(s[len(s)-1]) {
		return false
	}
	seps := 0
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
		case c == ':' || c == ';' || c == '.' || c == ',':
			seps++
		default:
			return false
		}
	}
	return seps >= 2
}

// cutTrailing cuts a comment off that stands behind an event on its line.
func cutTrailing(body string) (head, comment string) {
	i := strings.IndexByte(body, '*')
	if i < 1 || !isBlank(body[i-1]) || lastLabels(body[:i]).n < 4 {
		return body, ""
	}
	return body[:i], body[i:]
}

// setFields reads what stands before the timecodes: number, reel, channels,
// transition and its length, from the right, because a reel may be empty or
// hold blanks. It is false when there is no number.
func (e *Event) setFields(s string) bool {
	number, rest := cutField(s)
	n, ok := eventNumber(number)
	if !ok {
		return false
	}
	e.Number, s = n, rest
	s = e.cutTransition(s)
	start, stop := lastField(s)
	e.Channels = s[start:stop]
	e.Reel = trim(s[:start])
	return true
}

// eventNumber reads a number of up to nine digits.
func eventNumber(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// cutTransition takes transition and length off the end of s. A line without
// a transition is a cut.
func (e *Event) cutTransition(s string) string {
	start, stop := lastField(s)
	last := s[start:stop]
	if n, ok := shortNumber(last); ok {
		before, end := lastField(s[:start])
		if t, from := transition(s, before, end); t != "" && t != "C" {
			e.Transition, e.Length = t, n
			return s[:from]
		}
	}
	t, from := transition(s, start, stop)
	if t != "" {
		e.Transition = t
		return s[:from]
	}
	if isChannel(last) || last == "" {
		e.Transition = "C"
		return s
	}
	e.Transition = last
	return s[:start]
}

// transition returns the transition that s[start:stop] is the last field of,
// in capitals, and where it begins; "" when it is none.
func transition(s string, start, stop int) (t string, from int) {
	field := strings.ToUpper(s[start:stop])
	switch field {
	case "C", "D", "K", "KB", "KO":
		return field, start
	case "B", "O":
		before, end := lastField(s[:start])
		if s[before:end] == "K" || s[before:end] == "k" {
			return "K " + field, before
		}
		return "", start
	}
	if len(field) > 1 && field[0] == 'W' {
		if _, ok := shortNumber(field[1:]); ok {
			return field, start
		}
	}
	return "", start
}

// shortNumber reads a number of up to four digits.
func shortNumber(s string) (n int, ok bool) {
	if len(s) > 4 {
		return 0, false
	}
	return eventNumber(s)
}

// isChannel reports whether s is a channel: V, A, B, AA, NONE, a letter with
// a number, or two of them with a slash.
func isChannel(s string) bool {
	if len(s) > 16 {
		return false
	}
	s = strings.ToUpper(s)
	if s == "NONE" || s == "AA" || s == "B" || s == "VA" {
		return true
	}
	if left, right, ok := strings.Cut(s, "/"); ok {
		return isChannel(left) && isChannel(right)
	}
	if s == "" || s[0] != 'V' && s[0] != 'A' {
		return false
	}
	_, ok := shortNumber(s[1:])
	return ok || len(s) == 1
}
