package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/fingerprint"
	"github.com/vsconvert/vsconvert/script"
)

// isDialogue reports whether a row is one of dialogue: its id is the mark, or
// where no column of ids is known a cell of one that is not known is.
func (r *Reader) isDialogue(cells []string) bool {
	if i := r.Layout.column[ID]; i > 0 {
		return isDialogueMark(cell(cells, i-1))
	}
	return slices.ContainsFunc(r.Layout.other, func(i int) bool { return isDialogueMark(cell(cells, i)) })
}

// dialogue passes a row of dialogue over, and tells of one that somebody wrote
// over.
func (r *Reader) dialogue(cells []string, at func(int) script.Pos) error {
	mark := cell(cells, r.Layout.column[ID]-1)
	for _, i := range r.Layout.other {
		if r.Layout.column[ID] == 0 && isDialogueMark(cell(cells, i)) {
			mark = cell(cells, i)
		}
	}
	text := Lines(r.edited(cells))
	own := DialogueMark(text)
	if strings.EqualFold(strings.Join(strings.Fields(mark), " "), own) || r.Layout.language != "" {
		return nil
	}
	return r.Report.Warn(at(r.Layout.column[Text]-1), "", fmt.Errorf("%w: a row of dialogue whose text was changed: %q: an id of another kind makes it a description", script.ErrDropped, script.Shorten(text)))
}

// isElsewhere reports whether a row is of another language alone: it has no id,
// and a text in the column of that language only.
func (r *Reader) isElsewhere(cells []string) bool {
	if r.Layout.language != "" {
		return isBlank(cell(cells, r.Layout.column[Text]-1)) && cell(cells, r.Layout.column[Print]-1) == ""
	}
	if len(r.Layout.beside) == 0 || !isBlank(cell(cells, r.Layout.column[Text]-1)) || !isBlank(cell(cells, r.Layout.column[ID]-1)) {
		return false
	}
	return slices.ContainsFunc(r.Layout.beside, func(i int) bool { return !isBlank(cell(cells, i)) })
}

// inLanguage takes a header such as "Description (de)" apart.
func inLanguage(header string) (f Field, language string) {
	header = strings.TrimSpace(header)
	i := strings.LastIndexByte(header, '(')
	if i <= 0 || len(header) > maxHeader || !strings.HasSuffix(header, ")") {
		return None, ""
	}
	language = strings.TrimSpace(header[i+1 : len(header)-1])
	if f, _ = fieldOf(header[:i]); !script.IsLanguage(language) {
		return None, ""
	}
	return f, language
}

// PrintIn begins the header of the column of fingerprints in a language. Behind
// it stand the ids of all that was written.
func PrintIn(language string) string { return In(strings.TrimSpace(PrintHeader), language) + " " }

// printIn takes the header of such a column apart.
func printIn(header string) (language, ids string) {
	rest, ok := strings.CutPrefix(header, strings.TrimSpace(PrintHeader)+" (")
	language, ids, closed := strings.Cut(rest, ")")
	if !ok || !closed || !script.IsLanguage(language) {
		return "", ""
	}
	return language, strings.TrimSpace(ids)
}

// findLanguages tells the columns of other languages. The texts become those
// of the language that is asked for, where it has a column.
func (l *Layout) findLanguages(asked string) {
	texts, prints, rated := map[string]int{}, map[string]int{}, map[string]bool{}
	var rest []int
	if l.Guessed {
		return
	}
	for _, i := range l.other {
		if language, _ := printIn(l.Names[i]); language != "" {
			prints[strings.ToLower(language)] = i
			continue
		}
		f, language := inLanguage(l.Names[i])
		switch key := strings.ToLower(language); f {
		case Text:
			texts[key] = i
			rest = append(rest, i)
		case Rate, Count:
			rated[key] = true
		default:
			rest = append(rest, i)
		}
	}
	if len(texts) == 0 {
		return
	}
	l.other = rest
	for language, i := range texts {
		if rated[language] {
			l.beside = append(l.beside, i)
		}
	}
	if i, ok := texts[strings.ToLower(asked)]; ok {
		l.readIn(asked, i, prints[strings.ToLower(asked)])
	}
}

// readIn makes the column i that of the texts. What else a row says is of the
// script's own language, but its id and times.
func (l *Layout) readIn(language string, i, print int) {
	for f := range l.column {
		switch Field(f) {
		case ID, Start, End, Duration:
		default:
			l.column[f] = 0
		}
	}
	l.column[Text], l.column[Print] = i+1, 0
	if print > 0 {
		l.column[Print] = print + 1
	}
	l.language, l.before, l.other, l.beside = language, 0, nil, nil
}

// Language returns the language that the texts are read in where the table has
// them in several and one of these was asked for, else "".
func (l *Layout) Language() string { return l.language }

// CheckLanguage refuses a language that was asked for and that a table of
// several languages does not have. own is that of its first texts.
func (l *Layout) CheckLanguage(asked, own string) error {
	if asked == "" || l.language != "" || len(l.beside) == 0 || strings.EqualFold(asked, own) {
		return nil
	}
	var names []string
	for _, i := range l.beside {
		names = append(names, l.Names[i])
	}
	return fmt.Errorf("%w: no column for texts in %q: there are %s and %s", script.ErrMissing, asked, l.name(Text), quoted(names))
}

// inOwn gives a segment read from the column of a language the id and times
// that it had when it was written.
func (r *Reader) inOwn(seg *script.Segment, print string) {
	if r.Layout.language == "" {
		return
	}
	if row, ok := fingerprint.Parse(print); ok {
		seg.ID, seg.Start, seg.End = row.ID, row.Start, row.End
	}
}
