package html

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"github.com/vsconvert/vsconvert/internal/loss"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/fingerprint"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Keeps is what a page holds beside texts and times: everything.
const Keeps = script.AllFields &^ script.OtherColumns

// Encoder writes review pages. Its zero value works.
type Encoder struct {
	// Name is what files saved from the page are called, without extension;
	// the default is the job's id, or else "review".
	Name string

	// Rate is the frame rate by which times are nudged and typed. Unset, a
	// nudge is 100 ms.
	Rate timecode.Rate

	// Profile is what the page judges by, with dialogue and the programme's
	// length where they are known; nil means the script type's own.
	Profile *qc.Profile

	// Video is the address of the programme, relative to the page. Without it
	// the page asks for the file.
	Video string

	// Statuses are offered for segments, beside those that the script has.
	Statuses []string

	// Warn is told what was dropped or changed. Nil drops warnings.
	Warn func(script.Warning) error
}

// Encode writes a page with the zero [Encoder].
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Encode writes s as a page, in the order of its segments' starts. Bytes that
// are no UTF-8 become U+FFFD, which is warned about.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	data, err := e.data(s)
	if err != nil {
		return err
	}
	if err := loss.OfColumns(s); err != nil {
		rep := report.Reporter{Format: "html", To: e.Warn}
		if err := rep.Warn(script.Pos{}, "", err); err != nil {
			return err
		}
	}
	text, err := json.Marshal(data) // escapes <, > and & in texts
	if err != nil {
		return err
	}
	for _, part := range page(cmp.Or(s.Title, "Audio description: review"), string(text)) {
		if _, err := io.WriteString(w, part); err != nil {
			return err
		}
	}
	return nil
}

func (e Encoder) data(s *script.Script) (*pageData, error) {
	profile := qc.ProfileOf(s)
	if e.Profile != nil {
		profile = *e.Profile
	}
	rep := &report.Reporter{Format: "html", To: e.Warn}
	sorted := order.ByStart(s)
	d := &pageData{
		Version: version, Name: cmp.Or(e.Name, s.Source.JobID, "review"), IDs: fingerprint.OfSegments(sorted),
		Video: e.Video, Rate: ratioOf(e.Rate), Statuses: e.Statuses, QC: judgementOf(profile),
		Script: pageScript{
			Title: s.Title, Language: s.Language, Type: s.Type.String(), JobID: s.Source.JobID, MediaID: s.Source.MediaID,
			Segments: make([]segment, len(sorted)),
		},
	}
	sum := sha256.New()
	for i := range sorted {
		seg, err := legal(sorted[i], rep)
		if err != nil {
			return nil, err
		}
		print := fingerprint.Append(nil, &seg, s.Language)
		sum.Write(append(print, '\n'))
		d.Script.Segments[i] = segment{Segment: seg, Print: string(print)}
	}
	d.Print = hex.EncodeToString(sum.Sum(nil)[:8])
	return d, nil
}

// legal returns seg with texts that are UTF-8, and reports what that changed.
func legal(seg script.Segment, rep *report.Reporter) (script.Segment, error) {
	for _, f := range script.TextFields() {
		value := f.Value(&seg)
		if utf8.ValidString(value) {
			continue
		}
		if err := f.Set(&seg, strings.ToValidUTF8(value, "\uFFFD")); err != nil {
			return seg, err
		}
		err := rep.Warn(script.Pos{}, seg.ID, fmt.Errorf("%w: %s: bytes that are no UTF-8 became U+FFFD", script.ErrText, f.Name))
		if err != nil {
			return seg, err
		}
	}
	return seg, nil
}
