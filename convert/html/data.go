package html

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const version = 1

// pageData is what a page holds. Times are whole nanoseconds.
type pageData struct {
	Version  int        `json:"version"`
	Name     string     `json:"name"`  // of files saved from the page, without extension
	Print    string     `json:"print"` // of the script as it was written: names what the browser keeps
	IDs      string     `json:"ids"`   // of all segments that were written
	Script   pageScript `json:"script"`
	Deleted  []segment  `json:"deleted,omitempty"`
	By       string     `json:"by,omitempty"`
	Saved    string     `json:"saved,omitempty"`
	Video    string     `json:"video,omitempty"`
	Rate     *ratio     `json:"rate,omitempty"`
	Statuses []string   `json:"statuses,omitempty"`
	QC       any        `json:"qc,omitempty"`
}

type pageScript struct {
	Title    string    `json:"title,omitempty"`
	Language string    `json:"language,omitempty"`
	Type     string    `json:"ad_type,omitempty"`
	JobID    string    `json:"job_id,omitempty"`
	MediaID  string    `json:"media_id,omitempty"`
	Segments []segment `json:"segments"`
}

// segment is a segment, and its fingerprint as it was written; a row that the
// reviewer added has none.
type segment struct {
	script.Segment
	Print string
	Was   json.RawMessage // what the page says it was; for the page alone
}

// MarshalJSON writes the fields by their names, empty ones left out.
func (s segment) MarshalJSON() ([]byte, error) {
	dst := append([]byte(`{"start":`), fmt.Sprint(int64(s.Start))...)
	dst = append(append(dst, `,"end":`...), fmt.Sprint(int64(s.End))...)
	for _, f := range script.TextFields() {
		value := f.Value(&s.Segment)
		switch {
		case value == "" && f.Name != script.FieldText && f.Name != script.FieldID:
			continue
		case f.Flag:
			dst = append(dst, `,"`+string(f.Name)+`":true`...)
			continue
		}
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		dst = append(append(dst, `,"`+string(f.Name)+`":`...), text...)
	}
	if s.Print != "" {
		dst = append(dst, `,"print":"`+s.Print+`"`...)
	}
	return append(dst, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON and the page write.
func (s *segment) UnmarshalJSON(data []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	if err := s.times(fields); err != nil {
		return err
	}
	for _, f := range script.TextFields() {
		raw, ok := fields[string(f.Name)]
		if !ok {
			continue
		}
		value, err := textOf(raw, f.Flag)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		if err := f.Set(&s.Segment, value); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	s.Was = fields["was"]
	if raw, ok := fields["print"]; ok {
		return json.Unmarshal(raw, &s.Print)
	}
	return nil
}

func (s *segment) times(fields map[string]json.RawMessage) error {
	for _, one := range []struct {
		name string
		to   *time.Duration
	}{{"start", &s.Start}, {"end", &s.End}} {
		raw, ok := fields[one.name]
		if !ok {
			return &script.ValueError{Kind: script.ErrMissing, Field: one.name, Want: "whole nanoseconds"}
		}
		var n int64
		if err := json.Unmarshal(raw, &n); err != nil {
			return &script.ValueError{Kind: script.ErrTime, Field: one.name, Value: string(raw), Want: "whole nanoseconds"}
		}
		*one.to = time.Duration(n)
	}
	return nil
}

// textOf returns a JSON text, or "yes" and "" for one that is true or not.
func textOf(raw json.RawMessage, flag bool) (value string, err error) {
	if !flag {
		err = json.Unmarshal(raw, &value)
		return value, err
	}
	var is bool
	if err := json.Unmarshal(raw, &is); err != nil || !is {
		return "", err
	}
	return "yes", nil
}

type ratio struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

func ratioOf(r timecode.Rate) *ratio {
	if r.IsZero() {
		return nil
	}
	num, den := r.Fraction()
	return &ratio{num, den}
}

type band struct {
	Slow    float64 `json:"slow"`
	Fast    float64 `json:"fast"`
	TooFast float64 `json:"tooFast"`
}

type limits struct {
	WPM       band          `json:"wpm"`
	CPS       band          `json:"cps"`
	LetterCPS band          `json:"letterCPS"`
	MinWords  int           `json:"minWords"`
	MinChars  int           `json:"minChars"`
	MinSpan   time.Duration `json:"minSpan"`
	Short     time.Duration `json:"short"`
	Long      time.Duration `json:"long"`
	Gap       time.Duration `json:"gap"`
	Lead      time.Duration `json:"lead"`
	Slot      time.Duration `json:"slot"`
	Repeat    time.Duration `json:"repeat"`
}

type rule struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Words    string `json:"words"`
	About    string `json:"about"`
}

type span struct {
	Start time.Duration `json:"start"`
	End   time.Duration `json:"end"`
}

// judgement is what the page judges by: a profile, and the tables of qc.
type judgement struct {
	Limits          limits              `json:"limits"`
	Rules           []rule              `json:"rules"`
	Skip            []string            `json:"skip"`
	Paused          []string            `json:"paused"`
	Duration        time.Duration       `json:"duration"`
	Rate            *ratio              `json:"rate"`
	Dialogue        []span              `json:"dialogue"`
	Writings        map[string]string   `json:"writings"`
	LanguageScripts map[string][]string `json:"languageScripts"`
	TagScripts      map[string][]string `json:"tagScripts"`
	LetterScripts   []string            `json:"letterScripts"`
	MinLetters      int                 `json:"minLetters"`
	Spoken          string              `json:"spoken"`
	Formats         string              `json:"formats"`
	Domains         []string            `json:"domains"`
}

func judgementOf(p qc.Profile) judgement {
	t := qc.AllTables()
	j := judgement{
		Limits: limitsOf(p.Limits.WithDefaults()), Skip: namesOf(p.Skip), Paused: namesOf(qc.Paused()),
		Duration: p.Duration, Rate: ratioOf(p.Rate), Dialogue: make([]span, 0, len(p.Dialogue)),
		Writings: t.Writings, LanguageScripts: t.LanguageScripts, TagScripts: t.TagScripts, LetterScripts: t.LetterScripts,
		MinLetters: t.MinLetters, Spoken: t.Spoken, Formats: t.Formats, Domains: t.Domains,
	}
	for _, r := range qc.Rules() {
		j.Rules = append(j.Rules, rule{r.Name, r.Severity.String(), r.Words, r.About})
	}
	for _, s := range qc.Merged(p.Dialogue) {
		j.Dialogue = append(j.Dialogue, span(s))
	}
	return j
}

func namesOf(s qc.Set) []string {
	names := []string{}
	for c := range s.All() {
		names = append(names, c.String())
	}
	return names
}

func limitsOf(l qc.Limits) limits {
	return limits{
		band(l.WPM), band(l.CPS), band(l.LettersCPS), l.MinWords, l.MinChars, l.MinSpan,
		l.Short, l.Long, l.Gap, l.Lead, l.Slot, l.Repeat,
	}
}
