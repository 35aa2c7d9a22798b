package fcpxml

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads FCPXML. The zero value works.
type Decoder struct {
	Rate  timecode.Rate     // only tells what Start means; default: what the file states
	Start timecode.Timecode // of the programme's first frame; default: the start of the timeline
	Items Items             // default: markers, or captions when these hold the descriptions
	// TextLanguage chooses the captions in a language, as BCP 47: "de" chooses
	// those in German of any country, "de-CH" those in "de" if there are none of
	// its own. A channel of CEA-608 such as CC1 may stand for it. The default is
	// all captions, with a warning and their languages in the segments if they
	// have several.
	TextLanguage string
	MaxBytes     int64                      // default 1 GiB
	Warn         func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
	// Counted is told the rate at which labels are read, with the way in which
	// they are counted. Nil is not told.
	Counted func(timecode.Rate)
}

// Decode reads FCPXML with default options.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads FCPXML. Errors are [*script.ParseError] values.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	if err := report.Enum("items", d.Items, Captions, "Auto, Markers or Captions"); err != nil {
		return nil, err
	}
	in, err := markers.Open(r, markers.Options{Format: format, Rate: d.Rate, Start: d.Start, MaxBytes: d.MaxBytes, Warn: d.Warn, Counted: d.Counted})
	if err != nil {
		return nil, err
	}
	p := newParser(in, d.Items)
	if err := p.walk(); err != nil {
		return nil, err
	}
	line, err := p.choose()
	if err != nil {
		return nil, err
	}
	if err := p.kinds(line, d.TextLanguage != ""); err != nil {
		return nil, err
	}
	if err := p.languages(line, d.TextLanguage); err != nil {
		return nil, err
	}
	return p.script(line, !d.Start.IsZero())
}

// choose returns the timeline that is the script: the first with items, and
// clips outside of timelines only when there is no other.
func (p *parser) choose() (*timeline, error) {
	var chosen *timeline
	lines := append(p.lines[1:], p.lines[0])
	for i := range lines {
		line := &lines[i]
		switch {
		case len(line.items) == 0:
		case chosen == nil:
			chosen = line
		default:
			err := p.in.Warn(line.items[0].Offset, "", fmt.Errorf("%w: %d markers and captions of another timeline", script.ErrDropped, len(line.items)))
			if err != nil {
				return nil, err
			}
		}
	}
	if chosen == nil {
		return nil, p.in.Fail(0, fmt.Errorf("%w: no timeline has markers or captions", script.ErrNoSegments))
	}
	return chosen, p.left()
}

// left warns of what no timeline shows.
func (p *parser) left() error {
	for _, l := range [...]struct {
		count
		what string
	}{
		{p.inner, "markers and captions inside compound and multicam clips"},
		{p.disabled, "captions that are disabled"},
		{p.inactive, "markers and captions of inactive auditions"},
		{p.hidden, "markers that the edit hides"},
	} {
		if l.n == 0 {
			continue
		}
		if err := p.in.Warn(l.at, "", fmt.Errorf("%w: %d %s", script.ErrDropped, l.n, l.what)); err != nil {
			return err
		}
	}
	return nil
}

// script places the timeline's items in the programme. A start that was told
// is a timecode; otherwise the timeline's start is the programme's.
func (p *parser) script(line *timeline, told bool) (*script.Script, error) {
	origin := line.start
	if !told {
		p.in.Counted(p.in.Rate(line.rate))
	} else {
		clock, err := p.in.Clock(line.rate, timecode.Timecode{})
		if err != nil {
			return nil, err
		}
		num, den := clock.Rate.Fraction()
		origin = newRatio(clock.Start*den, num)
	}
	common := line.language()
	marks := make([]markers.Mark, 0, len(line.items))
	for i := range line.items {
		it := &line.items[i]
		if it.lang != common {
			it.Language = it.lang
		}
		early, err := p.place(it, line, origin)
		if err != nil {
			return nil, err
		}
		if !early {
			marks = append(marks, it.Mark)
			continue
		}
		err = fmt.Errorf("%w: before the programme's start", script.ErrNegativeTime)
		if told {
			return nil, p.in.Fail(it.Offset, err)
		}
		if err := p.in.Warn(it.Offset, it.Name, fmt.Errorf("%w: %w", script.ErrDropped, err)); err != nil {
			return nil, err
		}
	}
	s, err := p.in.Segments(marks)
	if err == nil {
		s.Title, s.Language = markers.Title(line.title), common
	}
	return s, err
}

// place fills in the times of an item, and reports whether it is before the
// origin.
func (p *parser) place(it *item, line *timeline, origin ratio) (early bool, err error) {
	from, ok1 := it.from.sub(origin)
	length := it.length
	if !it.caption {
		if !length.after(line.frame) || !length.after(it.tick) {
			length = zero // a point
		}
	}
	until, ok2 := from.add(length)
	start, ok3 := from.duration()
	end, ok4 := until.duration()
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return false, p.in.Fail(it.Offset, fmt.Errorf("%w: %d/%d seconds", script.ErrTimeRange, it.from.n, it.from.d))
	}
	it.Start, it.End = start, end
	return start < 0, nil
}

// language returns what all captions are in, or "" when they are in several.
func (l *timeline) language() string {
	lang := ""
	for i := range l.items {
		it := &l.items[i]
		switch {
		case !it.caption:
		case lang == "":
			lang = it.lang
		case lang != it.lang:
			return ""
		}
	}
	return lang
}

// ErrChoice is what comes along with a warning of markers or captions that were
// left, where either could be chosen.
var ErrChoice = errors.New("markers or captions can be chosen")

// kinds leaves either the markers or the captions of a timeline that has both,
// and says which: the captions when a language was asked for.
func (p *parser) kinds(line *timeline, captions bool) error {
	var held [2]markers.Tally
	var first [2]*item
	kind := func(it *item) int {
		if it.caption {
			return 1
		}
		return 0
	}
	for i := range line.items {
		it := &line.items[i]
		if held[kind(it)].Add(cmp.Or(it.Text, it.Name)); first[kind(it)] == nil {
			first[kind(it)] = it
		}
	}
	if first[0] == nil || first[1] == nil {
		return nil
	}
	names := [...]string{"markers", "captions"}
	taken, left := 0, 1
	if captions || !held[0].Outdoes(held[1]) {
		taken, left = 1, 0
	}
	err := fmt.Errorf("%w: %d %s beside the %d %s, the first %q: %w", script.ErrDropped, held[left].N, names[left], held[taken].N, names[taken],
		script.Shorten(cmp.Or(first[left].Text, first[left].Name)), ErrChoice)
	if err := p.in.Warn(first[left].Offset, "", err); err != nil {
		return err
	}
	line.items = slices.DeleteFunc(line.items, func(it item) bool { return kind(&it) == left })
	return nil
}

// ErrSeveral is what captions in several languages or roles are warned of
// with, when none was chosen.
var ErrSeveral = errors.New("captions of several kinds are read as one script")

// languages takes the captions in the language that was asked for. Without
// one it warns of captions that are not all of one kind.
func (p *parser) languages(line *timeline, want string) error {
	kinds := line.roles()
	if want == "" {
		if len(kinds) < 2 {
			return nil
		}
		at := slices.IndexFunc(line.items, func(it item) bool { return it.caption && it.kind() == kinds[1] })
		return p.in.Warn(line.items[at].Offset, "", fmt.Errorf("%w: %w: %s", script.ErrAssumed, ErrSeveral, strings.Join(kinds, ", ")))
	}
	if len(kinds) == 0 {
		return p.in.Fail(line.items[0].Offset, fmt.Errorf("%w: no captions in %q: there are markers only", script.ErrNoSegments, want))
	}
	for lang := want; lang != ""; lang = parent(lang) {
		kept := slices.DeleteFunc(slices.Clone(line.items), func(it item) bool { return !it.isIn(lang, lang == want) })
		if len(kept) == 0 {
			continue
		}
		line.items = kept
		if lang == want {
			return nil
		}
		return p.in.Warn(kept[0].Offset, "", fmt.Errorf("%w: no captions in %q: those in %q are read", script.ErrAssumed, want, lang))
	}
	return p.in.Fail(line.items[0].Offset, fmt.Errorf("%w: no captions in %q: there are %s", script.ErrNoSegments, want, strings.Join(kinds, ", ")))
}

// parent cuts the last part off a language: "de-CH" is "de". Of one part nothing
// is left.
func parent(lang string) string { return lang[:max(strings.LastIndexByte(lang, '-'), 0)] }

// isIn reports whether a caption is in a language or channel, or, with variants,
// in one of its variants.
func (it *item) isIn(lang string, variants bool) bool {
	if variants {
		return matches(it.lang, lang) || strings.EqualFold(it.channel, lang)
	}
	return strings.EqualFold(it.lang, lang)
}

// roles returns the roles of the captions, in the order they come in.
func (l *timeline) roles() (kinds []string) {
	for i := range l.items {
		if it := &l.items[i]; it.caption && len(kinds) < maxKinds && !slices.Contains(kinds, it.kind()) {
			kinds = append(kinds, it.kind())
		}
	}
	return kinds
}

// maxKinds is how many roles a message names at most.
const maxKinds = 20

// kind is the role of a caption as people know it: with its language.
func (it *item) kind() string {
	role, _, _ := strings.Cut(it.role, "?")
	if role == "" {
		role = "no role"
	}
	if it.lang+it.channel == "" {
		return role
	}
	return role + " (" + cmp.Or(it.lang, it.channel) + ")"
}

// matches reports whether a language is the one that is wanted, or its variant
// of a country.
func matches(lang, want string) bool {
	return len(lang) >= len(want) && strings.EqualFold(lang[:len(want)], want) && (len(lang) == len(want) || lang[len(want)] == '-')
}
