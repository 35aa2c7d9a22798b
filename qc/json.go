package qc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/vsconvert/vsconvert/internal/source"
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
// "skip":["url"]}, of which each may be left out. A report is a profile: its
// input, findings and counts do not matter; so is the array that reports on
// several files make, when all have the same profile. The error is a
// [*script.ParseError]; names that are none are of kind [script.ErrValue].
func ParseProfile(data []byte) (Profile, error) {
	all := []json.RawMessage{data}
	if isArray(data) {
		if err := json.Unmarshal(data, &all); err != nil {
			return Profile{}, unreadable(data, err)
		}
	}
	var first Profile
	for i, one := range all {
		p, err := parseProfile(one)
		if err != nil {
			return Profile{}, unreadable(data, err)
		}
		if i > 0 && !(p.Name == first.Name && p.Skip == first.Skip && p.Limits == first.Limits) {
			return Profile{}, unreadable(data, fmt.Errorf("%w: the reports in it have different profiles", script.ErrValue))
		}
		first = p
	}
	if len(all) == 0 {
		return Profile{}, unreadable(data, fmt.Errorf("%w: no report in it", script.ErrMissing))
	}
	return first, nil
}

func isArray(data []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("[")) }

// reported are the members of a report that say nothing of its profile.
var reported = []string{"input", "findings", "counts"}

func parseProfile(data []byte) (Profile, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return Profile{}, err
	}
	var name string
	p := Standard()
	var skip []Code
	for _, m := range []struct {
		key string
		to  any
	}{{"profile", &name}, {"limits", &p.Limits}, {"skip", &skip}} {
		if err := member(members, m.key, m.to); err != nil {
			return p, err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(reported, key) {
			return p, &script.ValueError{Kind: script.ErrValue, Value: key, Want: "profile, limits or skip"}
		}
	}
	if name == "extended" {
		p.Name, p.Skip = name, Paused()
	} else if name != "" {
		p.Name = name
	}
	p.Skip |= SetOf(skip...)
	return p, nil
}

// member takes a member, if it is there, out of members.
func member(members map[string]json.RawMessage, key string, to any) error {
	value, ok := members[key]
	if !ok {
		return nil
	}
	delete(members, key)
	err := json.Unmarshal(value, to)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		want := map[string]string{"profile": "a name", "limits": "an object of limits and numbers", "skip": "an array of codes"}[key]
		return &script.ValueError{Kind: script.ErrValue, Field: key, Value: kind.Value, Want: want}
	}
	return err
}

// unreadable says where a profile makes no sense, as far as that is known.
func unreadable(data []byte, err error) error {
	e := &script.ParseError{Format: "profile", Err: err}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		e.Pos = source.NewLocator(string(data)).Pos(int(min(max(syntax.Offset-1, 0), int64(len(data)))))
		e.Err = fmt.Errorf("%w: %w", script.ErrSyntax, err)
	case errors.As(err, &kind):
		e.Err = &script.ValueError{Kind: script.ErrValue, Value: kind.Value, Want: "an object with profile, limits or skip, such as a report"}
	}
	return e
}
