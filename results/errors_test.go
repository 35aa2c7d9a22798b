package results_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

func TestNotReadyKnowsTheStatus(t *testing.T) {
	for _, status := range []results.Status{results.Queued, results.Processing} {
		job, err := results.Decode(open(t, string(status)+".json"))
		require.ErrorIs(t, err, results.ErrNotReady)
		notReady, ok := errors.AsType[*results.NotReadyError](err)
		require.True(t, ok)
		require.Equal(t, results.NotReadyError{Status: status, JobID: jobID}, *notReady)
		require.Equal(t, status, job.Status)
		require.Nil(t, job.Script)
	}
}

func TestFailedJobs(t *testing.T) {
	tests := []struct{ in, code, message string }{
		{`{"status":"failed","error":"c","message":"m"}`, "c", "m"},
		{`{"message":"m","error":"never heard of","status":"failed"}`, "never heard of", "m"},
		{`{"status":"failed","error":"c"}`, "c", ""},
		{`{"status":"failed","error":"It is broken"}`, "", "It is broken"},
		{`{"status":"failed","error":{"code":"c","message":"m"}}`, "c", "m"},
		{`{"status":"failed","error":{"message":"m"},"error_code":"c"}`, "c", "m"},
		{`{"status":"failed","error":"text for people","code":"c","message":"m"}`, "c", "m"},
		{`{"status":"failed","error":17}`, "17", ""},
		{`{"status":"failed"}`, "", ""},
		{`{"status":"failed","error":null,"message":null,"output":{"segments":[{"start_time":"bad"}]}}`, "", ""},
	}
	for _, test := range tests {
		job, warnings, err := decode(t, test.in)
		failed, ok := errors.AsType[*results.FailedError](err)
		require.True(t, ok, "%s: %v", test.in, err)
		require.Equal(t, results.FailedError{Code: test.code, Message: test.message}, *failed, test.in)
		require.Equal(t, results.Failed, job.Status)
		require.Empty(t, warnings)
	}
}

func TestAPIErrors(t *testing.T) {
	tests := []struct {
		in   string
		want results.APIError
		text string
	}{
		{`{"error":"not_found","message":"No such job"}`, results.APIError{Code: "not_found", Message: "No such job"},
			"api error: not_found: No such job"},
		{`{"error":"Media is not ready","code":"upload_not_ready","upload_status":"uploading"}`,
			results.APIError{Code: "upload_not_ready", Message: "Media is not ready", UploadStatus: "uploading"},
			"api error: upload_not_ready: Media is not ready (upload status uploading)"},
		{`{"error":"a","code":"b","message":"c","details":"d"}`, results.APIError{Code: "b", Message: "a: c", Details: "d"},
			"api error: b: a: c: d"},
		{`{"error":"x","details":{"b": [1, 2], "a": null}}`, results.APIError{Code: "x", Details: `{"b":[1,2],"a":null}`},
			`api error: x: {"b":[1,2],"a":null}`},
		{`{"error":{"code":"c","message":"m"}}`, results.APIError{Code: "c", Message: "m"}, "api error: c: m"},
		{`{"message":"Forbidden"}`, results.APIError{Message: "Forbidden"}, "api error: Forbidden"},
		{`{"status":500,"error":"Internal Server Error"}`, results.APIError{Message: "Internal Server Error"},
			"api error: Internal Server Error"},
	}
	for _, test := range tests {
		job, _, err := decode(t, test.in)
		api, ok := errors.AsType[*results.APIError](err)
		require.True(t, ok, "%s: %v", test.in, err)
		require.Equal(t, test.want, *api)
		require.EqualError(t, err, test.text)
		require.Nil(t, job)
	}
}

func TestErrorsBesideDescriptions(t *testing.T) {
	const output = `"output":{"segments":[{"start_time":0,"end_time":1,"description":"x"}]}}`
	for _, member := range []string{`"error":"partial_result"`, `"error":{"code":"partial_result"}`} {
		_, warnings, err := decode(t, `{"status":"done",`+member+`,`+output)
		require.NoError(t, err)
		require.Len(t, warnings, 1)
		require.Contains(t, warnings[0], `error: dropped: the error "partial_result" beside the descriptions`)
	}
	for _, member := range []string{`"error":null`, `"error":""`, `"error":false`, `"message":"Job completed"`} {
		_, warnings, err := decode(t, `{"status":"done",`+member+`,`+output)
		require.NoError(t, err)
		require.Empty(t, warnings)
	}
}

func TestUnknownStatusesAreNamed(t *testing.T) {
	for _, status := range []string{`"paused"`, `"DONE"`, `""`, `true`, `7`} {
		job, _, err := decode(t, `{"job_id":"j","status":`+status+`,"output":{"segments":[]}}`)
		unknown, ok := errors.AsType[*results.StatusError](err)
		require.True(t, ok, "%s: %v", status, err)
		require.Equal(t, strings.Trim(status, `"`), string(unknown.Status))
		require.Contains(t, err.Error(), `of job "j": want queued, processing, done or failed`)
		require.Equal(t, "j", job.ID)
	}
}

func TestWithoutDescriptionsIsNotEmpty(t *testing.T) {
	none := []string{``, `,"output":null`, `,"output":{}`, `,"output":""`, `,"output":{"segments":null}`,
		`,"output":{"format":"vtt"}`, `,"output":{"format":"vtt","content":""}`, `,"output":{"content":{}}`, `,"output":{"language":"en"}`}
	for _, out := range none {
		job, _, err := decode(t, `{"status":"done","video_signed_url":"v","audio_signed_url":"a"`+out+`}`)
		require.ErrorIs(t, err, results.ErrNoDescriptions, out)
		require.Equal(t, results.Job{Status: results.Done, VideoURL: "v", AudioURL: "a"}, *job)
	}
	empty := []string{`{"status":"done","output":{"segments":[]}}`, `{"status":"done","output":[]}`, `{"segments":[]}`, `[]`,
		`{"status":"done","output":{"items":[]}}`, `{"status":"done","output":"[]"}`, `{"status":"done","output":"{\"segments\":[]}"}`}
	for _, in := range empty {
		job, warnings, err := decode(t, in)
		require.NoError(t, err, in)
		require.Empty(t, job.Script.Segments)
		require.Len(t, warnings, 1, in)
		require.Contains(t, warnings[0], "no segments")
		_, err = results.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(in))
		require.ErrorIs(t, err, script.ErrNoSegments, in)
	}
}

func TestBadSegments(t *testing.T) {
	tests := []struct {
		member string // of a segment, in place of the good one
		is     error
		text   string
	}{
		{`"start_time":null`, script.ErrMissing, `output.segments[1].start_time: segment 2 (id "s2"): missing value start_time: want seconds as a number, 0 or more`},
		{`"start":null`, script.ErrMissing, `output.segments[1].start: segment 2 (id "s2"): missing value start: want seconds as a number, 0 or more`},
		{`"x":1`, script.ErrMissing, `output.segments[1].start_time: segment 2 (id "s2"): missing value start_time: want seconds as a number, 0 or more`},
		{`"start_time":"soon"`, script.ErrTime, `output.segments[1].start_time: segment 2 (id "s2"): malformed time "soon": want seconds as a decimal number`},
		{`"start_time":""`, script.ErrTime, `output.segments[1].start_time: segment 2 (id "s2"): malformed time "": want seconds as a decimal number`},
		{`"start_time":true`, script.ErrTime, `output.segments[1].start_time: segment 2 (id "s2"): malformed time "true": want seconds as a number, 0 or more`},
		{`"start_time":[1]`, script.ErrTime, `output.segments[1].start_time: segment 2 (id "s2"): malformed time "[1]": want seconds as a number, 0 or more`},
		{`"start_time":-1e-3`, script.ErrNegativeTime, `output.segments[1].start_time: segment 2 (id "s2"): negative time "-1e-3": want seconds as a number, 0 or more`},
		{`"start_time":1e11`, script.ErrTimeRange, `output.segments[1].start_time: segment 2 (id "s2"): time out of range "1e11": want less than 9223372036 seconds`},
		{`"start_time":1e999999999999999999999`, script.ErrTimeRange, `output.segments[1].start_time: segment 2 (id "s2"): time out of range "1e999999999999999999999": want less than 9223372036 seconds`},
		{`"start_time":1,"description":5`, script.ErrValue, `output.segments[1].description: segment 2 (id "s2"): unexpected value "5": want a string`},
		{`"start_time":1,"description":null`, script.ErrMissing, `output.segments[1].description: segment 2 (id "s2"): missing value description: want a string`},
	}
	for _, test := range tests {
		in := "{\"status\":\"done\",\"output\":{\"segments\":[\n{\"start_time\":0,\"end_time\":1,\"description\":\"x\"},\n" +
			`{"description":"y","end_time":2,` + test.member + `,"id":"s2"}]}}`
		job, _, err := decode(t, in)
		require.ErrorIs(t, err, test.is, test.member)
		pe, ok := errors.AsType[*script.ParseError](err)
		require.True(t, ok)
		require.Equal(t, 3, pe.Pos.Line)
		place := fmt.Sprintf("results: 3:%d: ", pe.Pos.Column)
		require.Equal(t, place+test.text, err.Error())
		if i := strings.LastIndex(test.member, `":`); test.member != `"x":1` {
			require.Equal(t, strings.Index(in[strings.LastIndex(in, "\n"):], test.member[i:])+2, pe.Pos.Column, test.member)
		}
		require.Nil(t, job.Script)
		se, ok := errors.AsType[*script.SegmentError](err)
		require.True(t, ok)
		require.Equal(t, 1, se.Index)
		require.Equal(t, "s2", se.ID)
	}
	_, err := results.Decode(strings.NewReader(`[3]`))
	require.EqualError(t, err, `results: 1:2: [0]: unexpected value "3": want a segment`)
	_, err = results.Decode(strings.NewReader(`{"segments":{"0":1}}`))
	require.EqualError(t, err, `results: 1:13: segments: unexpected value "{\"0\":1}": want an array of segments`)
}

func TestBadInput(t *testing.T) {
	tests := []struct {
		name, in string
		is       error
		text     string
	}{
		{"empty", "", script.ErrEmpty, "results: 1:1: empty input"},
		{"blank", "\uFEFF \r\n\t", script.ErrEmpty, "results: 2:2: empty input"},
		{"html", "\n<!DOCTYPE html>", script.ErrSyntax, "results: 2:1: malformed input: HTML or XML, want a JSON answer"},
		{"vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nx", script.ErrSyntax, "results: 1:1: malformed input: this is vtt, want a JSON answer"},
		{"trailing", "{\"segments\":[]}\n]", script.ErrSyntax, "results: 2:1: malformed input: invalid character ']' at start of value"},
		{"trailing NUL", "[]\x00", script.ErrSyntax, `results: 1:3: malformed input: invalid character '\x00' at start of value`},
		{"second value", "[] []", script.ErrSyntax, "results: 1:4: malformed input: more than one JSON value"},
		{"trailing comma", `{"segments":[],}`, script.ErrSyntax, "results: 1:15: malformed input: invalid character ',' at start of value"},
		{"no comma", `[{"start_time":1 "end_time":2}]`, script.ErrSyntax, `results: 1:18: [0]: malformed input: invalid character '"' after object value (expecting ',' or '}')`},
		{"control character", "[{\"description\":\"a\nb\"}]", script.ErrSyntax, `results: 1:19: [0].description: malformed input: invalid character '\n' in string (expecting non-control character)`},
		{"bad escape", `[{"description":"a\qb"}]`, script.ErrSyntax, "results: 1:19: [0].description: malformed input: invalid escape sequence `\\q` in string"},
		{"nan", `[{"start_time":NaN}]`, script.ErrSyntax, "results: 1:16: [0].start_time: malformed input: invalid character 'N' at start of value"},
		{"cut in string", `{"output":{"segments":[{"description":"a`, script.ErrSyntax, "results: 1:41: output.segments[0].description: malformed input: the JSON ends early; the answer may be cut off"},
		{"cut after comma", `{"segments":[],`, script.ErrSyntax, "results: 1:16: malformed input: the JSON ends early; the answer may be cut off"},
		{"deep arrays", strings.Repeat("[", 2000) + strings.Repeat("]", 2000), script.ErrTooLarge, "results: 1:1001: input too large: values nested deeper than 1000"},
		{"deep objects", strings.Repeat(`{"output":`, 2000), script.ErrTooLarge, "results: 1:10001: input too large: values nested deeper than 1000"},
		{"deep content", `{"output":` + strings.Repeat(`{"content":`, 2000), script.ErrTooLarge, "results: 1:11000: input too large: values nested deeper than 1000"},
		{"number", "42", script.ErrValue, `results: 1:1: unexpected value "42": want an answer of get_results, its output, or an array of segments`},
		{"null", "null", script.ErrValue, `results: 1:1: unexpected value "null": want an answer of get_results, its output, or an array of segments`},
		{"nothing known", `{"detail":"x"}`, script.ErrMissing, "results: 1:1: missing value: no status, output, segments or error in it: want an answer of get_results, its output, or an array of segments"},
		{"no status", `{"job_id":"x"}`, script.ErrMissing, "results: 1:1: status: missing value: want one of the job's"},
		{"jobs", ` [{"job_id":"x","status":"queued"}]`, script.ErrValue, "results: 1:3: [0]: unexpected value: a list of jobs: want one answer; split the list, as jq '.[0]' does"},
		{"unknown text", `{"output":"some words"}`, script.ErrSyntax, "results: 1:11: output: malformed input: neither WebVTT, SRT, EDL nor JSON"},
		{"unknown format", `{"output":{"format":"ttml","content":"x"}}`, script.ErrValue, `results: 1:38: output.content: format: unexpected value "ttml": want json, vtt, srt or edl`},
		{"content", `{"output":{"content":5}}`, script.ErrValue, `results: 1:22: output.content: unexpected value "5": want a string`},
		{"output", `{"output":5}`, script.ErrValue, `results: 1:11: output: unexpected value "5": want an object, an array or a string`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := decode(t, test.in)
			require.ErrorIs(t, err, test.is)
			require.EqualError(t, err, test.text)
			_, ok := errors.AsType[*script.ParseError](err)
			require.True(t, ok)
		})
	}
}

func TestEveryPrefixIsCutOff(t *testing.T) {
	whole := `{"status": "done", "output": {"segments": [{"id": 1, "start_time": 0.5e1, "end_time": 6, "description": "\u00e9\n"}], "x": [true, null, {}]}}`
	for n := 1; n < len(whole); n++ {
		_, err := results.Decode(strings.NewReader(whole[:n]))
		require.ErrorIs(t, err, script.ErrSyntax, whole[:n])
		require.Contains(t, err.Error(), "the JSON ends early", whole[:n])
		require.Contains(t, err.Error(), fmt.Sprintf("results: 1:%d: ", n+1))
	}
	_, err := results.Decode(strings.NewReader(whole))
	require.NoError(t, err)
}

func TestErrorsWithinTextKeepTheirPlace(t *testing.T) {
	content := `\n\n1\n00:00:01.000 --> 00:00:02.000\nx\n\n2\n00:00:0x.000 --> 00:00:04.000\ny`
	_, err := results.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(`{"status":"done","output":{"format":"vtt","content":"WEBVTT` + content + `"}}`))
	require.ErrorIs(t, err, script.ErrTime)
	require.Regexp(t, `^results: output\.content: vtt: 8:\d+: `, err.Error())

	_, warnings, err := decode(t, `{"status":"done","output":"WEBVTT`+content+`"}`)
	require.NoError(t, err)
	require.Len(t, warnings, 1)
	require.Regexp(t, `^results: output: (segment "2": )?vtt: 8:\d+: `, warnings[0])

	_, err = results.Decode(strings.NewReader(`{"output":{"content":"[\n{\"start_time\":1}]"}}`))
	require.EqualError(t, err, `results: output.content: json: 2:1: [0].end_time: segment 1 (id "1"): missing value end_time: want seconds as a number, 0 or more`)
}

func TestJSONInStringsEnds(t *testing.T) {
	in := `[{"start_time":1,"end_time":2,"description":"x"}]`
	for n := range 8 {
		_, err := results.Decode(strings.NewReader(in))
		if n <= 4 {
			require.NoError(t, err, n)
		} else {
			require.ErrorIs(t, err, script.ErrTooLarge, n)
		}
		in = `{"output":` + quote(in) + `}`
	}
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(s) + `"`
}

func TestStrictFailsWhereOthersWarn(t *testing.T) {
	inputs := []string{
		`[{"start_time":1,"end_time":1,"description":"x"}]`,
		`[{"start_time":2,"end_time":1,"description":"x"}]`,
		`[{"start_time":1,"end_time":2,"description":""}]`,
		`[{"start_time":1,"end_time":2,"description":"\ud800"}]`,
		"[{\"start_time\":1,\"end_time\":2,\"description\":\"\xff\"}]",
		`[{"start_time":1,"start_time":1,"end_time":2,"description":"x"}]`,
		`[{"start_time":1,"end_time":2,"description":"x","id":false}]`,
		`[{"start_time":1,"end_time":2,"description":"x","note":1}]`,
		`{"segments":[],"segments":[{"start_time":1,"end_time":2,"description":"x"}]}`,
		`{"segments":[{"start_time":1,"end_time":2,"description":"x"}],"ad_type":"both"}`,
		`{"segments":[{"start_time":1,"end_time":2,"description":"x"}],"language":1.5,"title":[]}`,
		`{"output":[{"start_time":1,"end_time":2,"description":"x"}]}`,
		`{"status":"done","created_at":"now","output":[{"start_time":1,"end_time":2,"description":"x"}]}`,
	}
	for _, in := range inputs {
		_, warnings, err := decode(t, in)
		require.NoError(t, err, in)
		if strings.Contains(in, `"language":1.5`) {
			require.Len(t, warnings, 1, in) // the number is taken by its digits
			continue
		}
		require.NotEmpty(t, warnings, in)
		_, err = results.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(in))
		require.EqualError(t, err, withoutID(warnings[0]), in)
	}
}

// withoutID drops `segment "1": ` from a warning.
func withoutID(s string) string { return strings.Replace(s, `segment "1": `, "", 1) }

func TestLimit(t *testing.T) {
	_, err := results.Decoder{MaxBytes: 10}.Decode(strings.NewReader(`{"segments":[]}`))
	require.ErrorIs(t, err, script.ErrTooLarge)
	_, err = results.Decode(iotest.ErrReader(io.ErrClosedPipe))
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

// TestFloods feeds 100 MB of what is cheap to write and takes no more memory
// than a few times that.
func TestFloods(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	for _, part := range []string{"[", `{"a":`, `"`, " ", `{"segments":[{"description":"`, `{"output":{"content":{"content":`} {
		in, size := part, 20<<20
		if part == "[" {
			size = 100 << 20
		}
		if fill := part[len(part)-1:]; len(part) > 1 && fill == `"` {
			in += strings.Repeat("x", size-len(part))
		} else {
			in = strings.Repeat(part, size/len(part))
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := results.Decode(strings.NewReader(in))
		runtime.ReadMemStats(&after)
		require.Error(t, err)
		require.Less(t, len(err.Error()), 300)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4*size), part)
	}
}

const secret = "not-to-be-shown"

// TestSecretsAreNotShown puts a signed URL and a key wherever a message might
// quote what it found.
func TestSecretsAreNotShown(t *testing.T) {
	secrets := []string{
		"https://storage.googleapis.com/b/r.mp4?X-Goog-Signature=" + secret,
		"HTTPS://user:" + secret + "@example.com/x",
		"vsk_" + secret,
		"see https://x.example/" + secret + " and http://y.example/?token=" + secret,
		"X-Amz-Signature=" + secret,
	}
	shapes := []string{
		`%s`, `[%s]`, `{"segments":%s}`, `{"segments":[%s]}`, `{"status":%s}`, `{"status":"queued","job_id":%s}`, `{"status":"paused","message":%s}`,
		`{"status":"failed","error":%s}`, `{"status":"failed","error":{"code":%s}}`, `{"status":"failed","message":%s}`,
		`{"error":%s}`, `{"error":"x","message":%s}`, `{"error":"x","details":%s}`, `{"error":"x","details":{"url":%s}}`, `{"error":"x","upload_status":%s}`,
		`{"status":"done","video_signed_url":%s}`, `{"status":"done","video_signed_url":[%s]}`, `{"status":"done","created_at":%s,"output":[]}`,
		`{"status":"done","output":%s}`, `{"status":"done","output":{"content":%s}}`, `{"status":"done","output":{"format":"edl","content":%s}}`,
		`{"status":"done","output":{"format":"vtt","content":%s}}`, `{"status":"done","output":{"format":"srt","content":%s}}`,
		`{"status":"done","output":{"format":%s,"content":"x"}}`, `{"status":"done","output":{"format":%s,"content":"[]"}}`,
		`{"status":"done","output":{"ad_type":%s,"items":[]}}`, `{"status":"done","output":{"vtt":[%s]}}`,
		`[{"id":%s}]`, `[{"id":%s,"start_time":2,"end_time":1,"description":""}]`, `[{"start_time":%s}]`, `[{"start_time":{"x":%s}}]`,
		`[{"start_time":1,"end_time":2,"description":[%s]}]`, `{%s:`, `{%s:[x]}`, `{"output":{%s:nope}}`, `[{%s:1}]`, `[%s`,
		`{"output":"WEBVTT\n\n%[2]s --> 00:01.000\nx"}`, `{"output":"WEBVTT\n\n00:01.000 --> %[2]s\nx"}`, `{"output":"WEBVTT\n\n%[2]s\n00:02.000 --> 00:01.000\n"}`,
		`{"output":"1\n00:00:01,000 --> %[2]s\nx"}`, `{"output":"001 AX V C 00:00:00:00 00:00:00:00 00:00:00:00 99:00:00:00\n* %[2]s"}`,
		`{"output":"TITLE: %[2]s\n001 %[2]s V C 00:00:05:00 00:00:07:00 00:00:05:00 00:00:03:00\n* FROM CLIP NAME: %[2]s\n%[2]s"}`,
		`{"output":"{\"segments\":[{\"start_time\":\"%[2]s\"}]}"}`,
	}
	for _, s := range secrets {
		for _, shape := range shapes {
			in := fmt.Sprintf(shape+"%.0[1]s", `"`+s+`"`, s)
			for _, in := range []string{in, strings.ReplaceAll(in, "/", `\/`)} {
				job, warnings, err := decode(t, in)
				for _, text := range warnings {
					require.NotContains(t, text, secret, in)
				}
				requireSafe(t, in, job, err)
				_, err = results.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(in))
				requireSafe(t, in, nil, err)
			}
		}
	}
}

func requireSafe(t *testing.T, in string, job *results.Job, err error) {
	t.Helper()
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			if _, ok := e.(*script.ParseError); ok && verb == "%#v" {
				continue // prints addresses
			}
			require.NotContains(t, fmt.Sprintf(verb, e), secret, in)
		}
	}
	if job == nil {
		return
	}
	for _, v := range []any{job, *job} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			require.NotContains(t, fmt.Sprintf(verb, v), secret, in)
		}
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "job", v)
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "job", v)
		require.NotContains(t, log.String(), secret, in)
	}
}

func TestJobString(t *testing.T) {
	job, err := results.Decode(open(t, "doneVideoWithText.json"))
	require.NoError(t, err)
	require.Equal(t, `job "task_abc123xyz", status "done", 1 segments from vtt, with video, with audio`, fmt.Sprintf("%+v", job))
}
