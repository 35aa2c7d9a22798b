package table

import (
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/script"
)

// Field is what a column holds.
type Field uint8

const (
	None Field = iota
	ID
	Start
	End
	Duration
	Text
	Count // words or characters: derived
	Rate  // speech rate: derived
	Flags // derived
	Cue
	Status
	Note
	Language
	Speaker
	Extended
	Over        // how many words are too many: derived
	StartMillis // what the formulas of a sheet go by: derived
	EndMillis
	Print // fingerprint of the row as it was written
	fields
)

var fieldNames = [fields]string{"", "id", "start", "end", "duration", "text", "words", "wpm", "flags", "cue", "status", "note", "language", "speaker", "extended", "words over", "computed start", "computed end", "fingerprint"}

// texts are the rows of the model's table of texts, by the column's field;
// zero for what is none.
var texts = func() (rows [fields]script.TextField) {
	for _, f := range script.TextFields() {
		for column, name := range fieldNames {
			if name == string(f.Name) {
				rows[column] = f
			}
		}
	}
	return rows
}()

// String returns the name a column map calls the field by.
func (f Field) String() string { return fieldNames[f] }

// derived fields are computed when written and never read.
func (f Field) derived() bool { return f == Count || f == Rate || f == Flags || f >= Over }

// ParseField returns the field that s, a field name or a header alias, means.
func ParseField(s string) (Field, error) {
	f, _ := fieldOf(s)
	if f == None || f.derived() {
		return None, &script.ValueError{Kind: script.ErrValue, Field: "column map", Value: s,
			Want: "id, start, end, duration, text, cue, status, note, language, speaker or extended"}
	}
	return f, nil
}

// unit is what a bare number in a time column counts.
type unit uint8

const (
	seconds unit = iota
	millis
	frames
)

var unitNames = map[string]unit{
	"s": seconds, "sec": seconds, "secs": seconds, "seconds": seconds,
	"ms": millis, "msec": millis, "milliseconds": millis,
	"frames": frames, "frame": frames,
}

// looseUnits say nothing about bare numbers and are cut from a header.
var looseUnits = []string{"hh mm ss ff", "hh mm ss mmm", "hh mm ss ms", "h mm ss", "hh mm ss", "mm ss", "smpte", "timecode", "tc", "time"}

// english are the names columns are known to go by in English, normalised.
var english = map[string]Field{
	"id": ID, "no": ID, "nr": ID, "num": ID, "number": ID, "#": ID, "№": ID, "index": ID, "cue number": ID, "cue no": ID, "cue id": ID, "segment": ID,
	"segment id": ID, "event": ID, "line no": ID,

	"start": Start, "in": Start, "tc in": Start, "time in": Start, "timecode in": Start, "begin": Start, "from": Start, "show": Start,
	"timecode": Start, "time code": Start, "tc": Start, "start tc": Start, "start time": Start, "start timecode": Start, "startms": Start,
	"in point": Start, "mark in": Start, "in time": Start, "in tc": Start, "tcin": Start, "timein": Start, "starttime": Start, "time": Start, "record in": Start, "onset": Start,

	"end": End, "out": End, "tc out": End, "time out": End, "timecode out": End, "to": End, "stop": End, "hide": End, "end tc": End, "end time": End,
	"end timecode": End, "endms": End, "out point": End, "mark out": End, "out time": End, "out tc": End, "tcout": End, "timeout": End, "endtime": End, "record out": End, "finish": End,

	"duration": Duration, "dur": Duration, "length": Duration,

	"description": Text, "text": Text, "narration": Text, "content": Text, "dialogue": Text, "dialog": Text, "caption": Text, "line": Text, "audio description": Text, "ad text": Text, "audio description text": Text, "ad script": Text, "ad description": Text, "voice over": Text, "voiceover": Text, "descriptions": Text, "narration text": Text,
	"ad": Text, "script": Text, "edited line": Text, "after": Text, "subtitle": Text,

	"words": Count, "word count": Count, "characters": Count, "chars": Count,
	"wpm": Rate, "cps": Rate, "words per minute": Rate, "speech rate": Rate,
	"flags": Flags, "flag": Flags,
	"words over": Over, "characters over": Over, "computed start": StartMillis, "computed end": EndMillis,

	"delivery cue": Cue, "cue": Cue, "delivery": Cue, "direction": Cue, "lead in": Cue,
	"status": Status, "state": Status, "approval": Status,
	"reviewer note": Note, "reviewer notes": Note, "note": Note, "notes": Note, "comment": Note, "comments": Note, "remark": Note, "remarks": Note, "review": Note,
	"language": Language, "lang": Language, "locale": Language,
	"character": Speaker, "speaker": Speaker, "voice": Speaker, "role": Speaker, "actor": Speaker, "speaker name": Speaker, "character name": Speaker,
	"extended": Extended, "extended ad": Extended, "extended description": Extended,
}

// vagueNames may mean something else, such as the number of a line, and give
// way to a column with a clearer name.
var vagueNames = map[string]bool{
	"line": true, "after": true, "script": true, "ad": true, "content": true, "time": true, "in": true, "show": true, "number": true, "event": true, "cue": true, "from": true, "to": true,
}

// fieldOf returns the field a header names, and what bare numbers below it
// count.
func fieldOf(header string) (Field, unit) {
	name := normalise(header)
	if strings.HasPrefix(name, "fingerprint") {
		if language, _ := printIn(header); language != "" {
			return None, seconds
		}
		return Print, seconds
	}
	if f, ok := aliases().of[name]; ok {
		if name == "startms" || name == "endms" {
			return f, millis
		}
		return f, seconds
	}
	if i := strings.LastIndexByte(name, ' '); i > 0 {
		if u, ok := unitNames[name[i+1:]]; ok {
			bare := name[:i]
			if _, known := aliases().of[bare]; !known {
				bare = strings.TrimSuffix(bare, " in") // "start time in milliseconds"
			}
			return aliases().of[bare], u
		}
	}
	for _, u := range looseUnits {
		if rest, ok := strings.CutSuffix(name, " "+u); ok {
			return aliases().of[rest], seconds
		}
	}
	return None, seconds
}

// normalise lowers s and makes every run of what is neither letter, digit nor
// # one blank. Of a long s only the beginning counts.
func normalise(s string) string {
	s = s[:min(len(s), maxHeader)]
	var b strings.Builder
	gap := false
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && r != '#' && r != '№' {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
