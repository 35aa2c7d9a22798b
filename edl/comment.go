package edl

import (
	"strings"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/timecode"
)

// Kind is what a comment line of an event is.
type Kind uint8

// The kinds that matter to a description, and two for the rest.
const (
	Free       Kind = iota // "* any text", or a line of no known form
	FromClip               // "* FROM CLIP NAME: text", also without the star
	ToClip                 // "* TO CLIP NAME: text": the incoming side of a transition
	Remark                 // "* COMMENT: text"
	LocatorTag             // "* LOC: timecode color text"
	Technical              // SOURCE FILE, M2, AUD, ASC_SOP and others that describe material
	KeyClip                // "* KEY CLIP NAME: text": what lies over the picture in a key
)

// keywords begin comments with and without star. A word without a colon
// counts in capitals only, so as not to catch the first word of a sentence.
var keywords = [...]struct {
	word string
	kind Kind
}{
	{"FROM CLIP NAME:", FromClip}, {"TO CLIP NAME:", ToClip}, {"COMMENT:", Remark}, {"COMMENTS:", Remark}, {"LOC:", LocatorTag},
	{"SOURCE FILE:", Technical}, {"FROM CLIP:", Technical}, {"TO CLIP:", Technical}, {"FROM FILE:", Technical}, {"TO FILE:", Technical},
	{"FROM CLIP IS ", Technical}, {"TO CLIP IS ", Technical}, {"KEY CLIP NAME:", KeyClip}, {"KEY CLIP:", Technical},
	{"ASC_SOP", Technical}, {"ASC_SAT", Technical}, {"PATCH ", Technical}, {"AUDIO LEVEL ", Technical}, {"AUDIO PAN ", Technical},
	{"FRMC START:", Technical}, {"EFFECT NAME:", Technical}, {"EFFECTS NAME IS ", Technical}, {"TIMEWARP EFFECT:", Technical},
	{"* FREEZE FRAME", Technical}, {"FREEZE FRAME", Technical}, {"FINAL CUT PRO REEL:", Technical}, {"DLEDL:", Technical},
	{"OTIO ", Technical}, {"OPACITY LEVEL ", Technical}, {"|", Technical},
}

// bareWords begin technical lines that have no star.
var bareWords = [...]string{"FCM:", "TITLE:", "SPLIT:", "M2 ", "M2\t", "AUD ", "AUD\t", "GPI ", "SWM", "M/S", "REEL ", "BLEND", ">>>", "%"}

// ParseComment tells what a comment line is, and returns its text: what is
// behind the keyword, or behind the star of a free comment, without blanks
// around it. Letter case does not matter, nor do the star and the blanks
// around it.
func ParseComment(line string) (Kind, string) {
	body := trim(line)
	starred := strings.HasPrefix(body, "*")
	if starred {
		body = trimLeft(body[1:])
	}
	for i := range keywords {
		if value, ok := keyword(body, keywords[i].word); ok {
			return keywords[i].kind, strings.TrimSpace(value)
		}
	}
	if !starred && isTechnical(body) {
		return Technical, body
	}
	return Free, strings.TrimSpace(body)
}

func isTechnical(body string) bool {
	for _, word := range bareWords {
		if _, ok := keyword(body, word); ok {
			return true
		}
	}
	return isMarker(body)
}

// keyword returns what follows word at the start of s. Letter case does not
// matter for a word that ends in a colon.
func keyword(s, word string) (value string, ok bool) {
	if len(s) < len(word) || s[0]|0x20 != word[0]|0x20 {
		return "", false
	}
	head := s[:len(word)]
	if head != word && (word[len(word)-1] != ':' || !strings.EqualFold(head, word)) {
		return "", false
	}
	return s[len(word):], true
}

// isMarker reports whether a comment line is one of DaVinci Resolve's
// timeline markers.
func isMarker(body string) bool {
	return strings.Contains(body, "|M:") || strings.Contains(body, "|C:Resolve")
}

// Locator is a marker in a comment line of an event, as Avid writes it. Its
// time is a record time.
type Locator struct {
	Time  timecode.Label
	Color string // "RED", "BLUE"; "" when absent
	Text  string
}

// ParseLocator reads a line "* LOC: 01:00:05:00 RED     text". ok is false
// when the line is no LOC comment; the error is about its timecode.
func ParseLocator(line string) (loc Locator, ok bool, err error) {
	kind, value := ParseComment(line)
	if kind != LocatorTag {
		return loc, false, nil
	}
	label, rest := cutField(value)
	loc.Time, err = timecode.ParseLabel(label)
	if err != nil {
		return Locator{}, true, clock.TimeError(err)
	}
	loc.Color, loc.Text = cutColor(rest)
	return loc, true, nil
}

// cutField splits s behind its first field.
func cutField(s string) (field, rest string) {
	s = trimLeft(s)
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// cutColor splits the color from a locator's text. A word is a color when
// it is the name of one, and neither written nor set like the first word of a
// sentence: in capitals, or padded.
func cutColor(s string) (color, text string) {
	word, rest := cutField(s)
	text = strings.TrimSpace(rest)
	if !isColor(word) {
		return "", strings.TrimSpace(s)
	}
	padded := strings.HasPrefix(rest, "  ") || strings.HasPrefix(rest, "\t") || text == ""
	if padded || word == strings.ToUpper(word) || word == strings.ToLower(word) {
		return word, text
	}
	return "", strings.TrimSpace(s)
}

// isColor knows the eight colors of all Avid versions and the newer ones.
func isColor(word string) bool {
	switch strings.ToUpper(word) {
	case "RED", "GREEN", "BLUE", "CYAN", "MAGENTA", "YELLOW", "BLACK", "WHITE",
		"PINK", "FOREST", "DENIM", "VIOLET", "PURPLE", "ORANGE", "GREY", "GRAY", "GOLD":
		return true
	}
	return false
}

// Append appends the locator, its color padded to 7, to dst as a comment line.
func (l Locator) Append(dst []byte) []byte {
	dst = append(l.Time.Append(append(dst, "* LOC: "...)), ' ')
	if l.Text == "" {
		return append(dst, l.Color...)
	}
	return append(append(padTo(dst, l.Color, 7), ' '), l.Text...)
}

// String returns the locator as a comment line.
func (l Locator) String() string { return string(l.Append(nil)) }
