package ttml

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/lines"
	"github.com/vsconvert/vsconvert/script"
)

// Problem is one place where a document breaks a rule of its profile.
type Problem struct {
	Pos    script.Pos
	Rule   string // the rule's name, as in [Rules]
	Should bool   // a recommendation: a document may break it and still be valid
	Err    error  // what is wrong there
}

// String returns "line:column: rule: what".
func (p Problem) String() string { return fmt.Sprintf("%v: %s: %v", p.Pos, p.Rule, p.Err) }

// Valid reports whether a document with these problems is valid, which is when
// all of them are recommendations.
func Valid(problems []Problem) bool {
	return !slices.ContainsFunc(problems, func(p Problem) bool { return !p.Should })
}

// Limits of Validate, which holds the whole document in memory.
const (
	checkMaxBytes    = 256 << 20
	checkMaxElements = 8 << 20
	checkMaxDepth    = 200
)

// Validate reads a document and returns everything in it that breaks a rule of
// the profile, in document order. A document without problems, or with none
// but recommendations (see [Valid]), is valid. [Rules] lists what is checked.
//
// Elements and attributes of foreign namespaces are ignored, as TTML demands.
// A document type declaration, a root element other than tt, or an encoding
// that is not known ends the check there, as what follows has no meaning.
//
// The error says why nothing can be told: reading failed, or the text is not
// well-formed XML, or exceeds 256 MiB, 8 million elements or 200 levels. It is
// a [*script.ParseError] unless it comes from r.
func Validate(r io.Reader, p Profile) ([]Problem, error) {
	if int(p) >= len(profileNames) {
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "profile", Value: p.String(), Want: "a profile of this package"}
	}
	return (&checker{profile: p}).validate(r)
}

// ValidateStated is [Validate] by the rules of the profile that the document
// says it conforms to, which it returns: IMSC 1.1 when it names none. Of
// several, DAPT and EBU-TT-D go before IMSC.
func ValidateStated(r io.Reader) (Profile, []Problem, error) {
	c := &checker{stated: true}
	problems, err := c.validate(r)
	return c.profile, problems, err
}

func (c *checker) validate(r io.Reader) ([]Problem, error) {
	src, err := lines.Read(r, checkMaxBytes)
	if errors.Is(err, script.ErrTooLarge) {
		return nil, &script.ParseError{Format: "ttml", Err: err}
	}
	if err != nil {
		return nil, err
	}
	if err := c.run(src); err != nil {
		return nil, err
	}
	return c.problems(), nil
}

// checker holds one document and what was found in it.
type checker struct {
	profile Profile
	stated  bool   // profile is to be the one that the document names
	src     string // the document in UTF-8, without byte order mark
	root    *checkNode
	found   []checkFound

	ids      map[string]*checkNode
	params   checkParams
	regions  []*checkRegion
	regionOf map[*checkNode]*checkRegion
	styles   checkStyles
	once     map[string]bool // rules that one report is enough for
	tag      checkTag        // the one whose attributes were asked for last
	forms    checkForms      // syntax of the time expressions seen
}

// checkFound is a problem whose place is still an offset.
type checkFound struct {
	offset int
	rule   string
	err    error
}

func (c *checker) report(offset int, rule string, err error) {
	c.found = append(c.found, checkFound{offset, rule, err})
}

// onNode reports err at the start of an element.
func (c *checker) onNode(n *checkNode, rule string, err error) { c.report(n.offset, rule, err) }

// onAttr reports err at an attribute, or at its element when it has none of
// that name.
func (c *checker) onAttr(n *checkNode, attr, rule string, err error) {
	c.report(c.attrOffset(n, attr), rule, err)
}

// first reports whether the rule is reported for the first time.
func (c *checker) first(rule string) bool {
	if c.once[rule] {
		return false
	}
	if c.once == nil {
		c.once = make(map[string]bool)
	}
	c.once[rule] = true
	return true
}

func (c *checker) problems() []Problem {
	slices.SortStableFunc(c.found, func(a, b checkFound) int { return a.offset - b.offset })
	loc := lines.NewLocator(c.src)
	problems := make([]Problem, len(c.found))
	for i, f := range c.found {
		problems[i] = Problem{Pos: loc.Pos(f.offset), Rule: f.rule, Should: checkRuleOf(f.rule).Should, Err: f.err}
	}
	return problems
}

// run parses src and applies every check to it.
func (c *checker) run(src string) error {
	goOn, err := c.decode(src)
	if err != nil || !goOn {
		return err
	}
	goOn, err = c.parse()
	if err != nil || !goOn {
		return err
	}
	if c.root.name != "tt" {
		c.onNode(c.root, "root", checkValue("root element", c.root.name, "tt in the namespace "+nsTT))
		return nil
	}
	if p := c.statedProfile(); c.stated && p != c.profile { // whose vocabulary decides what was kept
		*c = checker{profile: p}
		return c.run(src)
	}
	c.checkIDs(c.root)
	c.checkTree(c.root, checkFlavourOf(c.profile))
	c.checkParams()
	c.checkLanguages()
	c.checkRefs(c.root)
	c.checkStyleLoops()
	c.checkTimes()
	switch c.profile {
	case IMSC11, IMSC1:
		c.checkIMSC()
	case DAPT:
		c.checkDAPT()
	case EBUTTD:
		c.checkEBUTTD()
	}
	return nil
}

// decode brings src to UTF-8. It reports false when the rest cannot be checked.
func (c *checker) decode(src string) (bool, error) {
	text, enc, ok := charset.Decode(src)
	c.src = text
	label := checkDeclared(text)
	switch {
	case strings.TrimSpace(text) == "":
		return false, &script.ParseError{Format: "ttml", Err: script.ErrEmpty}
	case enc == charset.UTF8 && (label == "" || strings.EqualFold(label, "utf-8")):
		return true, nil
	case enc == charset.UTF8:
		c.report(0, "encoding", checkValue("encoding", label, "UTF-8"))
		return true, nil
	case enc != charset.Unknown && ok:
		c.report(0, "encoding", checkValue("encoding", enc.String(), "UTF-8"))
		return true, nil
	case enc != charset.Unknown:
		return false, &script.ParseError{Format: "ttml", Pos: script.Pos{Line: 1, Column: 1}, Err: fmt.Errorf("%w: damaged %v", script.ErrEncoding, enc)}
	case checkLatin(label):
		c.src = charset.FromCP1252(src)
		c.report(0, "encoding", checkValue("encoding", label, "UTF-8"))
		return true, nil
	case label != "" && !strings.EqualFold(label, "utf-8"):
		c.src = strings.ToValidUTF8(src, "\uFFFD")
		c.report(0, "encoding", checkValue("encoding", label, "UTF-8; the rest is not checked"))
		return false, nil
	}
	bad := checkInvalidUTF8(src)
	pos := lines.NewLocator(src).Pos(bad)
	return false, &script.ParseError{Format: "ttml", Pos: pos, Err: fmt.Errorf("%w: byte 0x%02X is not UTF-8", script.ErrEncoding, src[bad])}
}

// checkDeclared returns the encoding that the XML declaration of text names.
func checkDeclared(text string) string {
	if !strings.HasPrefix(text, "<?xml") {
		return ""
	}
	decl, _, ok := strings.Cut(text, "?>")
	if !ok {
		return ""
	}
	_, rest, ok := strings.Cut(decl, "encoding")
	rest = strings.TrimLeft(rest, " \t\r\n=")
	if !ok || rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	label, _, _ := strings.Cut(rest[1:], rest[:1])
	return label
}

func checkLatin(label string) bool {
	switch strings.ToLower(label) {
	case "iso-8859-1", "latin1", "windows-1252", "cp1252":
		return true
	}
	return false
}

func checkInvalidUTF8(s string) int {
	for i, r := range s {
		if r == '\uFFFD' && !strings.HasPrefix(s[i:], "\uFFFD") {
			return i
		}
	}
	return 0
}

// checkValue says that a field has a value it must not have.
func checkValue(field, value, want string) error {
	return &script.ValueError{Kind: script.ErrValue, Field: field, Value: value, Want: want}
}

// checkMissing says that something required is absent.
func checkMissing(format string, args ...any) error {
	return fmt.Errorf("%w: %s", script.ErrMissing, fmt.Sprintf(format, args...))
}
