package astisub

import (
	"fmt"
	"strings"

	asti "github.com/asticode/go-astisub"

	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
)

// BridgeKeeps is what *astisub.Subtitles hold beside texts and times.
const BridgeKeeps = script.LineBreaks | script.Notes | script.Speakers | script.Title

// languages are the names that astisub has for languages.
var languages = map[string]string{
	"zh": asti.LanguageChinese, "en": asti.LanguageEnglish, "fr": asti.LanguageFrench, "ja": asti.LanguageJapanese, "no": asti.LanguageNorwegian,
}

// FromScript returns s as astisub has subtitles, sorted by start: a line for
// each line of a text, speakers as voices, notes as comments. warn is told what
// there is no place for, and stops the work with an error; it may be nil. What
// the writers of astisub make of the texts is theirs to know: most of them
// escape nothing.
func FromScript(s *script.Script, warn func(script.Warning) error) (*asti.Subtitles, error) {
	rep := report.Reporter{Format: "astisub", To: warn}
	sub := asti.NewSubtitles()
	sub.Metadata = &asti.Metadata{Title: s.Title, Language: languages[s.Language]}
	segments := order.ByStart(s)
	for i := range segments {
		sub.Items = append(sub.Items, itemOf(&segments[i], i+1))
	}
	keeps := BridgeKeeps
	if sub.Metadata.Language != "" {
		keeps |= script.Language
	}
	if err := loss.Of(s, keeps); err != nil {
		return sub, rep.Warn(script.Pos{}, "", err)
	}
	return sub, nil
}

func itemOf(seg *script.Segment, n int) *asti.Item {
	item := &asti.Item{Index: n, StartAt: seg.Start, EndAt: seg.End}
	for line := range strings.SplitSeq(seg.Text, "\n") {
		item.Lines = append(item.Lines, asti.Line{VoiceName: seg.Speaker, Items: []asti.LineItem{{Text: line}}})
	}
	if seg.Note != "" {
		item.Comments = strings.Split(seg.Note, "\n")
	}
	return item
}

// ToScript returns subtitles as a script: lines are joined by line breaks, the
// first voice is the speaker, comments are the note. Ids are blank: astisub has
// none. warn is told of styles and regions, which a script has no place for, and
// of items that say nothing; it stops the work with an error, and may be nil.
func ToScript(sub *asti.Subtitles, warn func(script.Warning) error) (*script.Script, error) {
	rep := report.Reporter{Format: "astisub", To: warn}
	s := &script.Script{}
	if sub == nil {
		return s, nil
	}
	if m := sub.Metadata; m != nil {
		s.Title = m.Title
		for tag, name := range languages {
			if m.Language == name {
				s.Language = tag
			}
		}
	}
	for i, item := range sub.Items {
		rep.Number = i + 1
		if err := reportItem(item, &rep); err != nil {
			return s, err
		}
		if item != nil {
			s.Segments = append(s.Segments, segmentOf(item))
		}
	}
	return s, nil
}

func reportItem(item *asti.Item, rep *report.Reporter) error {
	switch {
	case item == nil:
		return rep.Warn(script.Pos{}, "", fmt.Errorf("%w: an item that is nil", script.ErrDropped))
	case item.Style != nil || item.Region != nil:
		return rep.Warn(script.Pos{}, "", fmt.Errorf("%w: style and region", script.ErrDropped))
	}
	return nil
}

func segmentOf(item *asti.Item) script.Segment {
	seg := script.Segment{Start: item.StartAt, End: item.EndAt, Note: strings.Join(item.Comments, "\n")}
	lines := make([]string, len(item.Lines))
	for i, line := range item.Lines {
		lines[i] = line.String()
		if seg.Speaker == "" {
			seg.Speaker = line.VoiceName
		}
	}
	seg.Text = strings.Join(lines, "\n")
	return seg
}

// guarded does something with the library, and makes an error of its panics.
func guarded(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: the library failed: %v", script.ErrSyntax, p)
		}
	}()
	if err = do(); err != nil {
		return fmt.Errorf("%w: %w", script.ErrSyntax, err)
	}
	return nil
}
