package astisub

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	asti "github.com/asticode/go-astisub"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
)

// ASSKeeps is what ASS holds beside texts and times.
const ASSKeeps = script.LineBreaks | script.Speakers | script.Title

const (
	ass      = "ass"
	assGrain = 10 * time.Millisecond
)

// ASSEncoder writes ASS (SubStation Alpha v4+) with one plain style. The zero
// value is ready for use.
type ASSEncoder struct {
	// Warn is told what had to be changed or left out. It may be nil.
	Warn func(script.Warning) error
}

// Encode writes the segments of s in the order of their starts. Segments
// without a text are left out, with a warning.
func (e ASSEncoder) Encode(w io.Writer, s *script.Script) error {
	rep := &report.Reporter{Format: ass, To: e.Warn}
	sub := asti.NewSubtitles()
	sub.Styles["Default"] = plainStyle()
	sub.Metadata = &asti.Metadata{SSAScriptType: "v4.00+", SSAPlayResX: pointer(384), SSAPlayResY: pointer(288), SSAWrapStyle: "0"}
	title, changed := clean.Line(s.Title)
	if sub.Metadata.Title = title; changed {
		if err := rep.Warn(script.Pos{}, "", fmt.Errorf("%w: title: put on one line", script.ErrText)); err != nil {
			return err
		}
	}
	segments := order.ByStart(s)
	for i := range segments {
		rep.Number = i + 1
		next := time.Duration(-1)
		if i+1 < len(segments) {
			next = segments[i+1].Start
		}
		if item := assItem(&segments[i], next, rep); item != nil {
			sub.Items = append(sub.Items, item)
		}
		if err := rep.Err(); err != nil {
			return err
		}
	}
	rep.Number = 0
	if err := loss.Of(s, ASSKeeps); err != nil {
		if err := rep.Warn(script.Pos{}, "", err); err != nil {
			return err
		}
	}
	return writeASS(w, sub)
}

// writeASS writes sub, which may have no items: the library then writes
// nothing at all, and a file is wanted.
func writeASS(w io.Writer, sub *asti.Subtitles) error {
	empty := len(sub.Items) == 0
	if empty {
		sub.Items = append(sub.Items, &asti.Item{})
	}
	var b bytes.Buffer
	if err := guarded(func() error { return sub.WriteToSSA(&b) }); err != nil {
		return err
	}
	file := b.Bytes()
	if empty {
		file = file[:bytes.LastIndex(file, []byte("Dialogue: "))]
	}
	_, err := w.Write(file)
	return err
}

func pointer[T any](v T) *T { return &v }

// plainStyle is the one style: white with a black edge, at the bottom.
func plainStyle() *asti.Style {
	white, black := &asti.Color{Red: 255, Green: 255, Blue: 255}, &asti.Color{}
	return &asti.Style{ID: "Default", InlineStyle: &asti.StyleAttributes{
		SSAFontName: "Arial", SSAFontSize: pointer(16.0), SSAPrimaryColour: white, SSAOutlineColour: black, SSABackColour: black,
		SSABorderStyle: pointer(1), SSAOutline: pointer(1.0), SSAShadow: pointer(0.0), SSAAlignment: pointer(2),
		SSAMarginLeft: pointer(10), SSAMarginRight: pointer(10), SSAMarginVertical: pointer(10), SSAEncoding: pointer(1),
	}}
}

// assItem returns an event, or nil where there is nothing to show. The text is
// one line with breaks in it, since the library writes soft ones between lines.
func assItem(seg *script.Segment, next time.Duration, rep *report.Reporter) *asti.Item {
	warn := func(err error) {
		if err != nil {
			_ = rep.Warn(script.Pos{}, seg.ID, err) // which rep.Err returns
		}
	}
	text, what := assText(seg.Text)
	if what != "" {
		warn(fmt.Errorf("%w: %s", script.ErrText, what))
	}
	if text == "" {
		warn(fmt.Errorf("%w: left out", script.ErrNoText))
		return nil
	}
	name, changed := clean.Line(strings.ReplaceAll(seg.Speaker, ",", ";"))
	if changed || name != seg.Speaker {
		warn(fmt.Errorf("%w: speaker: on one line, and ; for ,", script.ErrText))
	}
	from, to, err := clock.Span(seg.Start, seg.End, next, assGrain)
	warn(err)
	line := asti.Line{VoiceName: name, Items: []asti.LineItem{{Text: strings.ReplaceAll(text, "\n", `\N`)}}}
	return &asti.Item{
		StartAt: time.Duration(from) * assGrain, EndAt: time.Duration(to) * assGrain,
		Style: &asti.Style{ID: "Default"}, Lines: []asti.Line{line},
	}
}

var (
	roundBraces     = strings.NewReplacer("{", "(", "}", ")")
	wideBackslashes = strings.NewReplacer(`\n`, `＼n`, `\N`, `＼N`, `\h`, `＼h`)
)

// assText returns a text that players take as it is, and what that changed.
func assText(s string) (text, what string) {
	text, cleaned := clean.Text(s)
	var parts []string
	if cleaned != 0 {
		parts = append(parts, cleaned.String())
	}
	for _, mask := range [...]struct {
		by   *strings.Replacer
		what string
	}{{roundBraces, "{ and } became ( and )"}, {wideBackslashes, `\ before n, N or h became ＼`}} {
		if masked := mask.by.Replace(text); masked != text {
			text, parts = masked, append(parts, mask.what)
		}
	}
	if strings.Contains(text, "\\\n") || strings.HasSuffix(text, `\`) { // it would join the line break
		text = strings.ReplaceAll(text+"\n", "\\\n", "＼\n")
		text, parts = text[:len(text)-1], append(parts, `\ at the end of a line became ＼`)
	}
	return text, strings.Join(parts, ", ")
}
