package merge

import (
	"cmp"
	"slices"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/script"
)

// alignBaseline returns for each original segment what the edited copy's
// format makes of it. A format may have left segments without text out.
func alignBaseline(original, baseline *script.Script) []script.Segment {
	if baseline == nil {
		return original.Segments
	}
	base := make([]script.Segment, len(original.Segments))
	copy(base, original.Segments)
	order := sortedIndex(original.Segments)
	rest := baseline.Segments
	for n, i := range order {
		text, _ := clean.Text(original.Segments[i].Text)
		if len(rest) == 0 || text == "" && len(order)-n > len(rest) {
			continue
		}
		base[i], rest = rest[0], rest[1:]
	}
	return base
}

func sortedIndex(segments []script.Segment) []int {
	order := make([]int, len(segments))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(min(max(segments[a].Start-segments[b].Start, -1), 1)) })
	return order
}

// baseline is the original as the edited copy's format gives it back.
func (m *merger) baseline() *script.Script {
	if m.Baseline == nil {
		return m.original
	}
	return m.Baseline
}

// sameLanguages makes the copy name languages as the original does. A sheet
// names them in rows, and which one is that of the script is a guess, which a
// blank cell or one more row in another language turns. A row is in another
// language only when its cell says another one than it did; the script is when
// all its rows in the original's language, of which there are several, say the
// same other one.
func (m *merger) sameLanguages() {
	want := m.original.Language
	m.base = inLanguage(m.base, m.baseline().Language, want)
	is := *m.edited
	is.Segments, is.Language = inLanguage(is.Segments, is.Language, want), want
	m.edited = &is
}

// inLanguage returns segments that name their language where it is not want.
func inLanguage(segments []script.Segment, own, want string) []script.Segment {
	if own == want {
		return segments
	}
	all := slices.Clone(segments)
	for i := range all {
		seg := &all[i]
		if seg.Language = cmp.Or(seg.Language, own); seg.Language == want {
			seg.Language = ""
		}
	}
	return all
}

// oneLanguage makes it the script's language, and no row's, when all rows that
// were in the original's are in the same other one now.
func (m *merger) oneLanguage() {
	other, rows := "", 0
	for e, o := range m.pairs {
		is, was := m.edited.Segments[e].Language, m.base[o].Language
		switch {
		case was != "":
		case is == "" || rows > 0 && is != other:
			return
		default:
			other, rows = is, rows+1
		}
	}
	if rows == 0 || rows == 1 && len(m.pairs) > 1 {
		return
	}
	is := *m.edited
	is.Language, is.Segments = other, slices.Clone(is.Segments)
	for e := range is.Segments {
		if o, ok := m.pairs[e]; !ok && is.Segments[e].Language == other || ok && m.base[o].Language == "" {
			is.Segments[e].Language = ""
		}
	}
	m.edited = &is
}
