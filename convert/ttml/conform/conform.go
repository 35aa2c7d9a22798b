// Package conform holds TTML documents against the rules of their profile:
// IMSC 1.1 and 1.0.1 Text, DAPT, and EBU-TT-D.
//
// [Validate] lists what in a document breaks a rule, with its place; [Rules]
// lists the rules, each with where in which specification it stands. Reading
// and writing TTML needs nothing of this package.
package conform

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// Problem is one place where a document breaks a rule of its profile.
type Problem struct {
	Pos     script.Pos
	Rule    string // the rule's name, as in [Rules]
	Should  bool   // a recommendation: a document may break it and still be valid
	Element string // the element it is at, by the prefixes of the specifications, such as "ttm:agent"; "" for none
	Attr    string // likewise the attribute, if it is at one
	Spec    string // where the rule stands
	Feature string // the designator of the feature in the profile, as a URI, or ""
	Err     error  // what is wrong there
}

// String returns "line:column: rule: what".
func (p Problem) String() string { return fmt.Sprintf("%v: %s: %v", p.Pos, p.Rule, p.Err) }

// Valid reports whether a document with these problems is valid, which is when
// all of them are recommendations.
func Valid(problems []Problem) bool {
	return !slices.ContainsFunc(problems, func(p Problem) bool { return !p.Should })
}

// Validator holds the limits of validation. The zero value has the default.
type Validator struct {
	// MaxBytes is the size of the largest document that is read, which is held
	// in memory. Below 1 means 256 MiB. More is an error that wraps
	// [script.ErrTooLarge].
	MaxBytes int64
}

// Limits of a Validator.
const (
	defaultBytes  = 256 << 20
	maxElements   = 8 << 20
	checkMaxDepth = 200
)

// Validate reads a document and returns everything in it that breaks a rule of
// the profile, in document order. A document without problems, or with none
// but recommendations (see [Valid]), is valid. [Rules] lists what is checked.
//
// Elements and attributes of foreign namespaces are ignored, as TTML demands.
// A root element other than tt, or an encoding that is not known, ends the
// check there, as what follows has no meaning.
//
// The error says why nothing can be told: reading failed, or the text is not
// well-formed XML, or exceeds 256 MiB, 8 million elements, 200 levels, or 250
// attributes of one element. It is a [*script.ParseError] unless it comes from
// r.
func Validate(r io.Reader, p ttml.Profile) ([]Problem, error) { return Validator{}.Validate(r, p) }

// Validate is the function of that name, within the limits of v.
func (v Validator) Validate(r io.Reader, p ttml.Profile) ([]Problem, error) {
	if p > ttml.EBUTTD {
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "profile", Value: p.String(), Want: "a profile of this package"}
	}
	return (&checker{profile: p}).validate(r, v.MaxBytes)
}

// ValidateStated is [Validate] by the rules of the profile that the document
// says it conforms to, which it returns: IMSC 1.1 when it names none. Of
// several, DAPT and EBU-TT-D go before IMSC.
func ValidateStated(r io.Reader) (ttml.Profile, []Problem, error) {
	return Validator{}.ValidateStated(r)
}

// ValidateStated is the function of that name, within the limits of v.
func (v Validator) ValidateStated(r io.Reader) (ttml.Profile, []Problem, error) {
	c := &checker{stated: true}
	problems, err := c.validate(r, v.MaxBytes)
	return c.profile, problems, err
}

func (c *checker) validate(r io.Reader, most int64) ([]Problem, error) {
	if most < 1 {
		most = defaultBytes
	}
	src, err := source.Read(r, most)
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
	profile ttml.Profile
	stated  bool   // profile is to be the one that the document names
	src     string // the document in UTF-8, without byte order mark
	root    *node
	found   []finding
	more    int // problems beyond most

	ids      map[string]*node
	params   params
	regions  []*region
	regionOf map[*node]*region
	styles   stylesOf
	once     map[string]bool // rules that one report is enough for
	latest   seconds         // begin of the p before
	forms    timeForms       // syntax of the time expressions seen
}

// finding is a problem whose place is still an offset.
type finding struct {
	offset        int
	rule          string
	element, attr string
	err           error
}

// most is how many problems are listed; of others only the number is told.
const most = 10000

func (c *checker) report(offset int, rule string, err error) {
	c.add(finding{offset: offset, rule: rule, err: err})
}

func (c *checker) add(f finding) {
	if len(c.found) == most {
		c.more++
		return
	}
	c.found = append(c.found, f)
}

// onNode reports err at the start of an element.
func (c *checker) onNode(n *node, rule string, err error) {
	c.add(finding{offset: n.offset, rule: rule, element: n.name, err: err})
}

// onAttr reports err at an attribute, or at its element when it has none of
// that name.
func (c *checker) onAttr(n *node, attr, rule string, err error) {
	c.add(finding{attrOffset(n, attr), rule, n.name, attr, err})
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
	slices.SortStableFunc(c.found, func(a, b finding) int { return a.offset - b.offset })
	loc := source.NewLocator(c.src)
	problems := make([]Problem, len(c.found))
	for i, f := range c.found {
		rule := ruleOf(f.rule)
		problems[i] = Problem{Pos: loc.Pos(f.offset), Rule: f.rule, Should: rule.Should, Element: f.element, Attr: f.attr, Spec: rule.Spec, Feature: rule.Feature(c.profile), Err: f.err}
	}
	if c.more > 0 {
		last := &problems[len(problems)-1]
		last.Err = fmt.Errorf("%w, and %d problems more", last.Err, c.more)
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
		c.onNode(c.root, "root", badValue("root element", c.root.name, "tt in the namespace "+xmltoken.NSTT))
		return nil
	}
	if p := c.statedProfile(); c.stated && p != c.profile { // whose vocabulary decides what was kept
		*c = checker{profile: p}
		return c.run(src)
	}
	c.checkIDs(c.root)
	c.checkTree(c.root, vocabularyOf(c.profile))
	c.checkParams()
	c.checkLanguages()
	c.checkRefs(c.root)
	c.checkStyleLoops()
	c.checkTimes()
	switch c.profile {
	case ttml.IMSC11, ttml.IMSC1:
		c.checkIMSC()
	case ttml.DAPT:
		c.checkDAPT()
	case ttml.EBUTTD:
		c.checkEBUTTD()
	}
	return nil
}

// decode brings src to UTF-8. It reports false when the rest cannot be checked.
func (c *checker) decode(src string) (bool, error) {
	doc, bad := xmltoken.Decode(src)
	c.src = doc.Text
	label := doc.Declared
	if label == "" || doc.Encoding == charset.UTF16LE || doc.Encoding == charset.UTF16BE {
		label = doc.Encoding.String()
	}
	utf8 := strings.EqualFold(label, "utf-8")
	if doc.BOM && utf8 && c.profile == ttml.DAPT {
		c.report(0, "byte-order-mark", errors.New("the document begins with a byte order mark"))
	}
	switch {
	case bad == nil && utf8:
		return true, nil
	case bad == nil:
		c.report(0, "encoding", badValue("encoding", label, "UTF-8"))
		return true, nil
	case errors.Is(bad.Err, script.ErrEncoding) && doc.Declared != "" && doc.Same && !utf8:
		c.src = strings.ToValidUTF8(c.src, "\uFFFD")
		c.report(0, "encoding", badValue("encoding", label, "UTF-8; the rest is not checked"))
		return false, nil
	}
	return false, c.fail(bad)
}

// badValue says that a field has a value it must not have.
func badValue(field, value, want string) error {
	return &script.ValueError{Kind: script.ErrValue, Field: field, Value: value, Want: want}
}

// missing says that something required is absent.
func missing(format string, args ...any) error {
	return fmt.Errorf("%w: %s", script.ErrMissing, fmt.Sprintf(format, args...))
}
