package main

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/secret"
	"github.com/vsconvert/vsconvert/script"
)

// Of one kind of warning in one file, as many are shown, unless all are asked
// for; of so many kinds.
const (
	shownOfKind = 5
	shownKinds  = 20
	keptIDs     = 100
)

// kinds are the names of what warnings are about, for programs.
var kinds = []struct {
	err  error
	name string
}{
	{script.ErrReversed, "reversed"},
	{script.ErrZeroLength, "zero-length"},
	{script.ErrOverlap, "overlap"},
	{script.ErrNoSegments, "no-segments"},
	{script.ErrNoText, "no-text"},
	{script.ErrText, "text-changed"},
	{script.ErrID, "id-changed"},
	{script.ErrDuplicateID, "duplicate-id"},
	{script.ErrNegativeTime, "negative-time"},
	{script.ErrTimeRange, "time-range"},
	{script.ErrTime, "time"},
	{script.ErrEncoding, "encoding"},
	{script.ErrAssumed, "assumed"},
	{script.ErrDropped, "dropped"},
	{script.ErrMissing, "missing"},
	{script.ErrValue, "value"},
	{script.ErrSyntax, "syntax"},
}

func kindOf(err error) string {
	for _, kind := range kinds {
		if errors.Is(err, kind.err) {
			return kind.name
		}
	}
	return "other"
}

// warningGroup is warnings that say the same.
type warningGroup struct {
	key      string
	kind     string
	message  string // of the first
	where    string // the first: "a.json:4:1, segment "7""
	warnings int    // that were given
	segments int    // that they are about
	files    int    // that they are about, once the groups of several are joined
	ids      []string
	lines    []string // to be shown, of the first ones
	hint     string
}

// warningGroups are warnings by what they say, in the order they came.
type warningGroups struct {
	all   []*warningGroup
	byKey map[string]*warningGroup
	told  int // warnings given
}

// group returns the group of a key, which is made if need be.
func (g *warningGroups) group(key string) (one *warningGroup, isNew bool) {
	if one, ok := g.byKey[key]; ok {
		return one, false
	}
	if g.byKey == nil {
		g.byKey = map[string]*warningGroup{}
	}
	one = &warningGroup{key: key}
	g.byKey[key] = one
	g.all = append(g.all, one)
	return one, true
}

// add adds a warning about a file. Of each group so many lines are kept.
func (g *warningGroups) add(file string, w script.Warning, lines int) {
	g.told++
	message := unsigned(fmt.Sprint(w.Err))
	kind := kindOf(w.Err)
	one, isNew := g.group(w.Format + " " + kind + " " + pattern(message))
	where, segment := at(file, w.Pos), segmentOf(w)
	if isNew {
		one.kind, one.message, one.hint, one.files = kind, message, hintFor(w.Err), 1
		one.where = where
		if w.Pos == (script.Pos{}) && w.Format != "" {
			one.message = w.Format + ": " + message
		}
		if segment != "" {
			one.where += ", " + segment
		}
	}
	one.warnings++
	if segment != "" {
		one.segments++
	}
	switch {
	case len(one.ids) == keptIDs:
	case w.SegmentID != "":
		one.ids = append(one.ids, secret.Cut(w.SegmentID))
	case segment != "":
		one.ids = append(one.ids, fmt.Sprintf("#%d", w.Index+1))
	}
	if len(one.lines) < lines {
		if segment != "" {
			message = segment + ": " + message
		}
		one.lines = append(one.lines, where+": warning: "+message)
	}
}

// segmentOf names the segment that a warning is about, if it is about one.
func segmentOf(w script.Warning) string {
	switch {
	case w.SegmentID != "":
		return fmt.Sprintf("segment %q", script.Shorten(secret.Cut(w.SegmentID)))
	case w.Index >= 0 && w.Format != "" && (w.Pos == script.Pos{} || isRemark(w.Err)):
		return fmt.Sprintf("segment %d", w.Index+1)
	}
	return ""
}

// addLost adds, for each field that a format has no place for, which segments
// lose it. line is what the writer says of them all.
func (g *warningGroups) addLost(file, format string, w script.Warning, lose func(script.Fields) *losers) {
	g.told++
	line := at(file, w.Pos) + ": warning: " + unsigned(fmt.Sprint(w.Err))
	for lost := w.Lost; lost != 0; lost &= lost - 1 {
		field := script.Fields(1) << bits.TrailingZeros(uint(lost))
		one, isNew := g.group(fmt.Sprint("lost ", format, " ", uint(field)))
		if isNew {
			one.kind, one.message, one.where, one.files = "lost", fmt.Sprintf("%s keeps no %v", format, field), file, 1
		}
		if isTextField(field) {
			one.addSegments(lose(field))
		}
		if line != "" {
			one.lines = append(one.lines, line)
			one.warnings++
			line = ""
		}
	}
}

// addSegments counts the segments that lose something.
func (one *warningGroup) addSegments(all *losers) {
	if one.segments == 0 && all.first != "" {
		one.where += fmt.Sprintf(", segment %q", script.Shorten(secret.Cut(all.first)))
	}
	one.segments += all.count
	for _, id := range all.ids {
		if len(one.ids) < keptIDs {
			one.ids = append(one.ids, secret.Cut(id))
		}
	}
}

// pattern returns what messages of one kind have in common: what is quoted and
// what is counted may differ.
func pattern(message string) string {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(message); i++ {
		switch c := message[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
			b.WriteByte(c)
		case quoted:
		case '0' <= c && c <= '9':
			if i == 0 || message[i-1] < '0' || message[i-1] > '9' {
				b.WriteByte('0')
			}
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// join adds the groups of another file.
func (g *warningGroups) join(other *warningGroups) {
	g.told += other.told
	for _, from := range other.all {
		one, isNew := g.group(from.key)
		if isNew {
			*one = *from
			one.lines = from.lines[:min(len(from.lines), shownOfKind):min(len(from.lines), shownOfKind)]
			one.ids = nil
			continue
		}
		if free := shownOfKind - len(one.lines); free > 0 {
			one.lines = append(one.lines, from.lines[:min(len(from.lines), free)]...)
		}
		one.warnings += from.warnings
		one.segments += from.segments
		one.files += from.files
	}
}

// shown returns the lines that show the warnings of one file.
func (g *warningGroups) shown(every bool) (lines []string) {
	for i, one := range g.all {
		switch {
		case every:
			lines = append(lines, one.lines...)
		case i >= shownKinds:
		case one.warnings <= shownOfKind:
			lines = append(lines, one.lines...)
		default:
			const first = 3
			lines = append(lines, one.lines[:min(first, len(one.lines))]...)
			lines = append(lines, fmt.Sprintf("warning: %s: %s more; --warnings all shows each", one.kind, thousands(one.warnings-first)))
		}
	}
	if !every && len(g.all) > shownKinds {
		lines = append(lines, fmt.Sprintf("warning: %s of %d more kinds; --warnings all shows each", thousands(g.rest()), len(g.all)-shownKinds))
	}
	return lines
}

// rest counts the warnings of kinds that are not shown.
func (g *warningGroups) rest() (n int) {
	for _, one := range g.all[shownKinds:] {
		n += one.warnings
	}
	return n
}

// summary returns the lines that show the warnings of several files.
func (g *warningGroups) summary() (lines []string) {
	for _, one := range g.all {
		if one.warnings == 1 && one.files == 1 && one.kind != "lost" {
			lines = append(lines, one.lines[0])
			continue
		}
		lines = append(lines, fmt.Sprintf("warning: %s: %s (first: %s)", one.message, one.counts(), one.where))
	}
	return lines
}

// counts says how much the warnings are about.
func (one *warningGroup) counts() string {
	var all []string
	if one.files > 1 || one.segments == 0 {
		all = append(all, many(one.files, "file"))
	}
	if one.segments > 0 {
		all = append(all, many(one.segments, "segment"))
	} else if one.warnings > one.files {
		all = append(all, many(one.warnings, "time"))
	}
	return strings.Join(all, ", ")
}

// many counts what there may be many of.
func many(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return thousands(n) + " " + what
}

// thousands writes a number so that it can be read: 41,022.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
