package qc

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/vsconvert/vsconvert/script"
)

// MarshalJSON writes every limit by its name, in its unit; 0 for those that
// are off.
func (l Limits) MarshalJSON() ([]byte, error) {
	l = l.WithDefaults()
	var b bytes.Buffer
	for i, m := range limitTable {
		mark := ","
		if i == 0 {
			mark = "{"
		}
		fmt.Fprintf(&b, `%s"%s":%s`, mark, m.Name, number(m.Of(&l)))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON takes what MarshalJSON writes, or a part of it: limits that
// are not named stay as they are. 0 and null turn a limit off. Names that are
// none are errors of kind [script.ErrValue].
func (l *Limits) UnmarshalJSON(data []byte) error {
	var values map[string]*float64
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	for _, m := range limitTable {
		v, ok := values[m.Name]
		if !ok {
			continue
		}
		delete(values, m.Name)
		if v == nil {
			v = new(float64)
		}
		if err := m.Set(l, *v); err != nil {
			return err
		}
	}
	for name := range values {
		return &script.ValueError{Kind: script.ErrValue, Field: "limits", Value: name, Want: "the name of a limit, such as max-wpm"}
	}
	return nil
}

// ParseProfile reads a profile file: {"profile":"standard","limits":{...},
// "skip":["url"]}, of which each may be left out. What a report holds beside
// them does not matter, so that a report is a profile.
func ParseProfile(data []byte) (Profile, error) {
	var file struct {
		Profile string `json:"profile"`
		Limits  Limits `json:"limits"`
		Skip    []Code `json:"skip"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return Profile{}, err
	}
	p := Standard()
	switch file.Profile {
	case "extended":
		p = Extended()
	case "", "standard":
	default:
		p.Name = file.Profile
	}
	p.Limits = file.Limits
	p.Skip |= SetOf(file.Skip...)
	return p, nil
}
