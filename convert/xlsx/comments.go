package xlsx

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// comment is what somebody noted at a cell.
type comment struct {
	column int
	text   string
}

// comments are those of a sheet, by the number of their row.
type comments map[int][]comment

// take returns the comments of a row, from left to right, a line each.
func (c comments) take(row int) string {
	all := c[row]
	if len(all) == 0 {
		return ""
	}
	delete(c, row)
	slices.SortStableFunc(all, func(a, b comment) int { return a.column - b.column })
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = all[i].text
	}
	return strings.Join(texts, "\n")
}

// add adds a comment at a reference such as "C14".
func (c comments) add(ref, author, text string) {
	text, author = strings.TrimSpace(text), strings.TrimSpace(author)
	column := columnOf([]byte(ref))
	row, err := strconv.Atoi(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if text == "" || column < 0 || err != nil {
		return
	}
	if author != "" && !strings.HasPrefix(text, author+":") {
		text = author + ": " + text
	}
	c[row] = append(c[row], comment{column, strings.Replace(text, author+":\n", author+": ", 1)})
}

// readComments reads the comments of a sheet. Threads go before the copies of
// them that older programs are given.
func (w *workbook) readComments(part string) (comments, error) {
	all := comments{}
	var notes, threads []string
	dir := path.Dir(part)
	err := w.each(path.Join(dir, "_rels", path.Base(part)+".rels"), func(e *xmlReader) error {
		if !e.is("Relationship") {
			return nil
		}
		target := e.attr("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		switch kind := e.attr("Type"); {
		case strings.HasSuffix(kind, "/comments"):
			notes = append(notes, target)
		case strings.HasSuffix(kind, "/threadedComment"):
			threads = append(threads, target)
		}
		return w.memory.Take(entryCost)
	})
	if err != nil {
		return nil, err
	}
	threaded := map[string]bool{}
	if len(threads) > 0 {
		if err := w.readThreads(threads, all, threaded); err != nil {
			return nil, err
		}
	}
	for _, part := range notes {
		if err := w.readNotes(part, all, threaded); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// readThreads reads discussions: each remark is a comment of its own.
func (w *workbook) readThreads(parts []string, all comments, threaded map[string]bool) error {
	people := map[string]string{}
	for name := range w.parts {
		if !strings.HasPrefix(name, "xl/persons/") {
			continue
		}
		err := w.each(name, func(e *xmlReader) error {
			if e.is("person") {
				people[e.attr("id")] = e.attr("displayName")
			}
			return w.memory.Take(entryCost)
		})
		if err != nil {
			return err
		}
	}
	for _, part := range parts {
		ref, author := "", ""
		err := w.each(part, func(e *xmlReader) error {
			switch {
			case e.is("threadedComment"):
				ref, author = e.attr("ref"), people[e.attr("personId")]
				threaded[ref] = true
			case e.is("text"):
				text, err := plainText(e)
				if err != nil {
					return err
				}
				all.add(ref, author, text)
				return w.memory.Take(entryCost + len(text))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readNotes reads comments of the old kind.
func (w *workbook) readNotes(part string, all comments, threaded map[string]bool) error {
	var authors []string
	ref, author := "", ""
	return w.each(part, func(e *xmlReader) error {
		switch {
		case e.is("author"):
			name, err := plainText(e)
			authors = append(authors, name)
			if err != nil {
				return err
			}
		case e.is("comment"):
			ref, author = e.attr("ref"), ""
			if i, err := strconv.Atoi(e.attr("authorId")); err == nil && i >= 0 && i < len(authors) {
				author = authors[i]
			}
		case e.is("text") && !threaded[ref]:
			text, _, err := richText(e)
			if err != nil {
				return err
			}
			all.add(ref, author, text)
			return w.memory.Take(entryCost + len(text))
		}
		return w.memory.Take(entryCost)
	})
}

// plainText reads the text up to the end of the open element.
func plainText(x *xmlReader) (string, error) {
	var b []byte
	outer := len(x.depths)
	for {
		e, err := x.next()
		switch {
		case err != nil:
			return "", err
		case e == text:
			if b = append(b, x.chars...); len(b) > maxText {
				return "", errText
			}
		case e == elementEnd && len(x.depths) < outer:
			return unescape(string(b)), nil
		}
	}
}
