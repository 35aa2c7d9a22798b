package vtt_test

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// This file is the algorithm of https://www.w3.org/TR/webvtt1/ step by step,
// slow and without regard for anything else, as a second opinion.

type oracle struct {
	input    []rune
	position int
	cues     []cue // in the order of the file; without id where there is none
}

// askOracle parses a file in UTF-8. ok is false when it is not WebVTT.
func askOracle(file []byte) (cues []cue, ok bool) {
	o := &oracle{input: []rune(normalised(file))}
	ok = o.parse()
	return o.cues, ok
}

// normalised is steps 1 to 4 of "WebVTT parser algorithm", and UTF-8 decoding
// as the Encoding Standard has it.
func normalised(file []byte) string {
	s := string(whatwgUTF8(file))
	s = strings.TrimPrefix(s, "\uFEFF")
	s = strings.ReplaceAll(s, "\x00", "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.ReplaceAll(s, "\r", "\n")
}

// whatwgUTF8 is the UTF-8 decoder of https://encoding.spec.whatwg.org.
func whatwgUTF8(in []byte) []rune {
	var out []rune
	var point rune
	seen, needed := 0, 0
	lower, upper := byte(0x80), byte(0xBF)
	for i := 0; i <= len(in); i++ {
		if i == len(in) {
			if needed != 0 {
				out = append(out, utf8.RuneError)
			}
			break
		}
		b := in[i]
		if needed == 0 {
			switch {
			case b <= 0x7F:
				out = append(out, rune(b))
			case 0xC2 <= b && b <= 0xDF:
				needed, point = 1, rune(b&0x1F)
			case 0xE0 <= b && b <= 0xEF:
				if b == 0xE0 {
					lower = 0xA0
				}
				if b == 0xED {
					upper = 0x9F
				}
				needed, point = 2, rune(b&0xF)
			case 0xF0 <= b && b <= 0xF4:
				if b == 0xF0 {
					lower = 0x90
				}
				if b == 0xF4 {
					upper = 0x8F
				}
				needed, point = 3, rune(b&0x7)
			default:
				out = append(out, utf8.RuneError)
			}
			continue
		}
		if b < lower || upper < b {
			needed, seen, lower, upper = 0, 0, 0x80, 0xBF
			out = append(out, utf8.RuneError)
			i-- // read it again
			continue
		}
		lower, upper = 0x80, 0xBF
		point = point<<6 | rune(b&0x3F)
		if seen++; seen == needed {
			out = append(out, point)
			needed, seen = 0, 0
		}
	}
	return out
}

func (o *oracle) pastEnd() bool { return o.position >= len(o.input) }

func (o *oracle) char() rune { return o.input[o.position] }

// collect takes characters for as long as they satisfy f.
func (o *oracle) collect(f func(rune) bool) string {
	from := o.position
	for !o.pastEnd() && f(o.char()) {
		o.position++
	}
	return string(o.input[from:o.position])
}

func notLF(r rune) bool { return r != '\n' }
func isLF(r rune) bool  { return r == '\n' }
func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\f' || r == '\r'
}
func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// parse is "WebVTT parser algorithm" from step 5.
func (o *oracle) parse() bool {
	n := len(o.input)
	if n < 6 || string(o.input[:6]) != "WEBVTT" || n > 6 && o.input[6] != ' ' && o.input[6] != '\t' && o.input[6] != '\n' {
		return false
	}
	o.collect(notLF)
	if o.pastEnd() {
		return true
	}
	o.position++
	if o.pastEnd() {
		return true
	}
	if o.char() != '\n' {
		o.block(true)
	} else {
		o.position++
	}
	o.collect(isLF)
	for !o.pastEnd() {
		o.block(false)
		o.collect(isLF)
	}
	return true
}

// block is "collect a WebVTT block". Style sheets and regions come to nothing.
func (o *oracle) block(inHeader bool) {
	lineCount, previous := 0, o.position
	buffer := ""
	seenEOF, seenArrow := false, false
	var c *cue
	for {
		line := o.collect(notLF)
		lineCount++
		if o.pastEnd() {
			seenEOF = true
		} else {
			o.position++
		}
		if strings.Contains(line, "-->") {
			if !inHeader && (lineCount == 1 || lineCount == 2 && !seenArrow) {
				seenArrow = true
				previous = o.position
				c = &cue{ID: buffer}
				if collectTimings(line, c) {
					buffer = ""
				} else {
					c = nil
				}
			} else {
				o.position = previous
				break
			}
		} else if line == "" {
			break
		} else {
			if buffer != "" {
				buffer += "\n"
			}
			buffer += line
			previous = o.position
		}
		if seenEOF {
			break
		}
	}
	if c != nil {
		c.Text = textContent(buffer)
		o.cues = append(o.cues, *c)
	}
}

// collectTimings is "collect WebVTT cue timings and settings".
func collectTimings(line string, c *cue) bool {
	o := &oracle{input: []rune(line)}
	o.collect(isSpace)
	var ok bool
	if c.Start, ok = o.timestamp(); !ok {
		return false
	}
	o.collect(isSpace)
	for _, want := range "-->" {
		if o.pastEnd() || o.char() != want {
			return false
		}
		o.position++
	}
	o.collect(isSpace)
	c.End, ok = o.timestamp()
	return ok
}

// timestamp is "collect a WebVTT timestamp", in ms. Beyond a Duration it fails.
func (o *oracle) timestamp() (int64, bool) {
	hours := false
	if o.pastEnd() || !isDigit(o.char()) {
		return 0, false
	}
	digits := o.collect(isDigit)
	value1, overflow := strconv.ParseInt(digits, 10, 64)
	if len(digits) != 2 || value1 > 59 {
		hours = true
	}
	value2, ok := o.unit(':', 2)
	if !ok {
		return 0, false
	}
	var value3 int64
	if hours || !o.pastEnd() && o.char() == ':' {
		if value3, ok = o.unit(':', 2); !ok {
			return 0, false
		}
	} else {
		value1, value2, value3 = 0, value1, value2
	}
	value4, ok := o.unit('.', 3)
	if !ok || value2 > 59 || value3 > 59 || overflow != nil || value1 > 2562047 {
		return 0, false
	}
	ms := ((value1*60+value2)*60+value3)*1000 + value4
	return ms, ms <= 9223372036854
}

func (o *oracle) unit(mark rune, digits int) (int64, bool) {
	if o.pastEnd() || o.char() != mark {
		return 0, false
	}
	o.position++
	s := o.collect(isDigit)
	if len(s) != digits {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// textContent is the cue text tokenizer. What becomes of its tokens does not
// matter: every string token is a text node somewhere in the tree, and nothing
// else has text.
func textContent(text string) string {
	o := &oracle{input: []rune(text)}
	var b strings.Builder
	for !o.pastEnd() {
		b.WriteString(o.token())
	}
	return b.String()
}

const end = rune(-1)

// token is "WebVTT cue text tokenizer". It returns the value of a string
// token, and "" for others.
func (o *oracle) token() string {
	const (
		data = iota
		tag
		startTag
		class
		annotation
		endTag
		timestampTag
	)
	state := data
	var result strings.Builder
	for ; ; o.position++ {
		c := end
		if !o.pastEnd() {
			c = o.char()
		}
		if state != data && (c == '>' || c == end) { // as each of these states has it
			if c == '>' {
				o.position++
			}
			return ""
		}
		space := c == '\t' || c == '\n' || c == '\f' || c == ' '
		switch state {
		case data:
			switch c {
			case '&':
				result.WriteString(o.reference())
			case '<':
				if result.Len() > 0 {
					return result.String()
				}
				state = tag
			case end:
				return result.String()
			default:
				result.WriteRune(c)
			}
		case tag:
			switch {
			case space:
				state = annotation
			case c == '.':
				state = class
			case c == '/':
				state = endTag
			case isDigit(c):
				state = timestampTag
			default:
				state = startTag
			}
		case startTag, class:
			switch {
			case space:
				state = annotation
			case c == '.':
				state = class
			}
		case annotation:
			if c == '&' {
				o.reference()
			}
		}
	}
}

// reference is "consume a character reference" of HTML for the one at the
// position, which is moved to its last character. What is none is "&".
func (o *oracle) reference() string {
	rest := o.input[o.position+1:]
	if len(rest) > 0 && rest[0] == '#' {
		return o.numeric(rest)
	}
	for n := min(len(rest), 40); n > 0; n-- {
		if s, ok := references()[string(rest[:n])]; ok {
			o.position += n
			return s
		}
	}
	return "&"
}

func (o *oracle) numeric(rest []rune) string {
	i, set, base := 1, "0123456789", 10
	if len(rest) > 1 && (rest[1] == 'x' || rest[1] == 'X') {
		i, set, base = 2, "0123456789abcdefABCDEF", 16
	}
	from := i
	for i < len(rest) && strings.ContainsRune(set, rest[i]) {
		i++
	}
	if i == from {
		return "&"
	}
	n, err := strconv.ParseInt(string(rest[from:i]), base, 32)
	if i < len(rest) && rest[i] == ';' {
		i++
	}
	o.position += i
	replaced := map[int64]rune{
		0x00: 0xFFFD, 0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x0192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021,
		0x88: 0x02C6, 0x89: 0x2030, 0x8A: 0x0160, 0x8B: 0x2039, 0x8C: 0x0152, 0x8E: 0x017D, 0x91: 0x2018, 0x92: 0x2019,
		0x93: 0x201C, 0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x02DC, 0x99: 0x2122, 0x9A: 0x0161,
		0x9B: 0x203A, 0x9C: 0x0153, 0x9E: 0x017E, 0x9F: 0x0178,
	}
	if r, ok := replaced[n]; ok {
		return string(r)
	}
	if err != nil || n > 0x10FFFF || 0xD800 <= n && n <= 0xDFFF {
		return "\uFFFD"
	}
	return string(rune(n))
}

// references holds the named references, by name with the semicolon if it has
// one, as Chromium decodes them; TestInteropChromiumReferences checks them.
var references = sync.OnceValue(func() map[string]string {
	table, err := os.ReadFile("testdata/references.txt")
	if err != nil {
		panic(err)
	}
	m := map[string]string{}
	for line := range strings.Lines(string(table)) {
		name, points, _ := strings.Cut(strings.TrimSpace(line), " ")
		m[name] = ""
		for _, p := range strings.Fields(points) {
			r, err := strconv.ParseInt(strings.TrimPrefix(p, "U+"), 16, 32)
			if err != nil {
				panic(err)
			}
			m[name] += string(rune(r))
		}
	}
	return m
})

// byStart sorts as our reader does.
func byStart(a, b cue) int { return cmp.Compare(a.Start, b.Start) }

// byStartAndEnd sorts as browsers do.
func byStartAndEnd(a, b cue) int { return cmp.Or(byStart(a, b), cmp.Compare(b.End, a.End)) }

// standard is the answer of the standard in the form of ours: sorted.
func standard(file []byte) answer {
	cues, ok := askOracle(file)
	slices.SortStableFunc(cues, byStart)
	return answer{!ok, cues}
}

// asChromium is the answer of the standard with the defects of Chromium. Before
// the first cue it does not read block by block: of the lines there it
// remembers one, and forgets it at the next. So of the lines "a", "b", "c"
// above a timing line "c" is the id, where the standard has none; a header line
// right above a timing line is its id too; and "STYLE" never is one.
func asChromium(file []byte) answer {
	cues, ok := askOracle(file)
	if len(cues) > 0 {
		cues[0].ID = chromiumFirstID(normalised(file))
	}
	slices.SortStableFunc(cues, byStartAndEnd)
	return answer{!ok, cues}
}

func chromiumFirstID(file string) string {
	remembered, style := "", false
	for _, line := range strings.Split(file, "\n")[1:] {
		arrow := strings.Contains(line, "-->")
		if style && line != "" && !arrow {
			continue
		}
		if !style && !strings.Contains(remembered, "-->") && strings.HasPrefix(line, "STYLE") && strings.Trim(line[5:], " \t\n\f\r") == "" {
			style = true
			continue
		}
		if arrow && collectTimings(line, new(cue)) {
			if style || strings.Contains(remembered, "-->") {
				return ""
			}
			return remembered
		}
		if style {
			style = false
			continue
		}
		if remembered == "" {
			remembered = line
		} else {
			remembered = ""
		}
	}
	return ""
}
