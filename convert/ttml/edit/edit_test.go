package edit_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/edit"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

const dapt = `<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
    xmlns:ttm='http://www.w3.org/ns/ttml#metadata' xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata"
    xmlns:x="urn:example:x" ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content"
    xml:lang="en" daptm:langSrc="zxx" daptm:scriptRepresents="visual" daptm:scriptType="preRecording" x:by="us">
  <head>
    <metadata><ttm:title>Harbour</ttm:title><ttm:agent type="character" xml:id="narrator"><ttm:name type="alias">Nell</ttm:name></ttm:agent></metadata>
  </head>
  <body>
    <div   end="4.25s" begin="1.5s" xml:id="e1" x:grade="3" daptm:represents="visual.nonText"><!-- keep -->
      <ttm:desc>slowly</ttm:desc>
      <p ttm:agent="narrator" daptm:langSrc=""><span>A fishing boat<br/>slips <span x:mark="1">out</span> of the harbour.</span></p>
      <x:more>ok</x:more>
    </div>
    <div xml:id="e2" begin="9s" end="11.12s" daptm:represents="visual.text">
      <p><span>“Closed” &amp; dark.</span></p>
    </div>
  </body>
</tt>
`

// edited returns doc after change, and what was warned about.
func edited(t *testing.T, doc string, change func(*script.Script)) (string, []string) {
	t.Helper()
	d, err := edit.Read(strings.NewReader(doc), ttml.Decoder{EmptyEvents: true})
	require.NoError(t, err)
	s := d.Script()
	change(s)
	var out bytes.Buffer
	var said []string
	require.NoError(t, d.Write(&out, s, edit.Root{}, func(w script.Warning) error { said = append(said, w.Error()); return nil }))
	return out.String(), said
}

// lineDiff returns the lines that differ, old ones with -, new ones with +.
func lineDiff(a, b string) []string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	var all []string
	for _, line := range x {
		all = append(all, "-"+strings.TrimSpace(line))
	}
	for _, line := range y {
		all = append(all, "+"+strings.TrimSpace(line))
	}
	return all
}

func TestNothingChangedIsTheSameBytes(t *testing.T) {
	for _, doc := range []string{dapt, "\xEF\xBB\xBF" + dapt, strings.ReplaceAll(dapt, "\n", "\r\n"), inUTF16(dapt)} {
		got, said := edited(t, doc, func(*script.Script) {})
		require.Equal(t, doc, got)
		require.Empty(t, said)
	}
}

func inUTF16(s string) string {
	s = strings.Replace(s, "UTF-8", "UTF-16", 1)
	var b strings.Builder
	b.WriteString("\xFE\xFF")
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u >> 8))
		b.WriteByte(byte(u))
	}
	return b.String()
}

func TestOnlyWhatChangedChanges(t *testing.T) {
	tests := map[string]struct {
		change func(*script.Script)
		want   []string
	}{
		"a word": {
			func(s *script.Script) { s.Segments[0].Text = "A fishing ship\nslips out of the harbour." },
			[]string{
				`-<p ttm:agent="narrator" daptm:langSrc=""><span>A fishing boat<br/>slips <span x:mark="1">out</span> of the harbour.</span></p>`,
				`+<p ttm:agent="narrator" daptm:langSrc=""><span>A fishing ship<br/>slips <span x:mark="1">out</span> of the harbour.</span></p>`,
			},
		},
		"a word in a nested span": {
			func(s *script.Script) { s.Segments[0].Text = "A fishing boat\nslips back of the harbour." },
			[]string{
				`-<p ttm:agent="narrator" daptm:langSrc=""><span>A fishing boat<br/>slips <span x:mark="1">out</span> of the harbour.</span></p>`,
				`+<p ttm:agent="narrator" daptm:langSrc=""><span>A fishing boat<br/>slips <span x:mark="1">back</span> of the harbour.</span></p>`,
			},
		},
		"a line break goes": {
			func(s *script.Script) { s.Segments[0].Text = "A fishing boat slips out of the harbour." },
			[]string{
				`-<p ttm:agent="narrator" daptm:langSrc=""><span>A fishing boat<br/>slips <span x:mark="1">out</span> of the harbour.</span></p>`,
				`+<p ttm:agent="narrator" daptm:langSrc=""><span>A fishing boat slips <span x:mark="1">out</span> of the harbour.</span></p>`,
			},
		},
		"marks": {
			func(s *script.Script) { s.Segments[1].Text = "“Closed” & <dark>\nand 暗い." },
			[]string{
				`-<p><span>“Closed” &amp; dark.</span></p>`,
				`+<p><span>“Closed” &amp; &lt;dark&gt;<br/>and 暗い.</span></p>`,
			},
		},
		"times": {
			func(s *script.Script) {
				s.Segments[0].Start, s.Segments[0].End = 2*time.Second, 4500*time.Millisecond
			},
			[]string{
				`-<div   end="4.25s" begin="1.5s" xml:id="e1" x:grade="3" daptm:represents="visual.nonText"><!-- keep -->`,
				`+<div   end="4.5s" begin="2s" xml:id="e1" x:grade="3" daptm:represents="visual.nonText"><!-- keep -->`,
			},
		},
		"note": {
			func(s *script.Script) { s.Segments[0].Note = "fast" },
			[]string{`-<ttm:desc>slowly</ttm:desc>`, `+<ttm:desc>fast</ttm:desc>`},
		},
		"title": {
			func(s *script.Script) { s.Title = "Sea & Shore" },
			[]string{
				`-<metadata><ttm:title>Harbour</ttm:title><ttm:agent type="character" xml:id="narrator"><ttm:name type="alias">Nell</ttm:name></ttm:agent></metadata>`,
				`+<metadata><ttm:title>Sea &amp; Shore</ttm:title><ttm:agent type="character" xml:id="narrator"><ttm:name type="alias">Nell</ttm:name></ttm:agent></metadata>`,
			},
		},
		"language of one": {
			func(s *script.Script) { s.Segments[1].Language = "de" },
			[]string{`-<p><span>“Closed” &amp; dark.</span></p>`, `+<p xml:lang="de"><span>“Closed” &amp; dark.</span></p>`},
		},
		"one goes": {
			func(s *script.Script) { s.Segments = s.Segments[:1] },
			[]string{
				`-<div xml:id="e2" begin="9s" end="11.12s" daptm:represents="visual.text">`,
				`-<p><span>“Closed” &amp; dark.</span></p>`, `-</div>`,
			},
		},
		"one comes": {
			func(s *script.Script) {
				s.Segments = append(s.Segments, script.Segment{ID: "7", Start: 12 * time.Second, End: 13500 * time.Millisecond, Text: "Night."})
			},
			[]string{
				`+<div daptm:represents="visual.text" xml:id="ad-7" begin="12s" end="13.5s">`,
				`+<p><span>Night.</span></p>`, `+</div>`,
			},
		},
		"one comes first": {
			func(s *script.Script) {
				s.Segments = append([]script.Segment{{ID: "x", Start: 0, End: time.Second, Text: "Dawn."}}, s.Segments...)
			},
			[]string{
				`+<div x:grade="3" daptm:represents="visual.nonText" xml:id="x" begin="0s" end="1s">`,
				`+<p daptm:langSrc=""><span>Dawn.</span></p>`,
				`+</div>`,
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, said := edited(t, dapt, test.change)
			require.Empty(t, said)
			require.Empty(t, cmp.Diff(test.want, lineDiff(dapt, got)))
		})
	}
}

// doc returns a document with the given attributes of tt and content of body.
func doc(attrs, body string) string {
	return `<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="en" ` + attrs + `><body>` + body + `</body></tt>`
}

func TestTimesKeepTheirForm(t *testing.T) {
	later := func(s *script.Script) {
		for i := range s.Segments {
			s.Segments[i].Start += 1500 * time.Millisecond
			s.Segments[i].End += 1500 * time.Millisecond
		}
	}
	tests := map[string]struct {
		attrs, body, want string
		change            func(*script.Script)
	}{
		"clock":        {"", `<div><p begin="00:00:01.000" end="00:00:02.500">a</p></div>`, `<div><p begin="00:00:02.500" end="00:00:04.000">a</p></div>`, later},
		"no fraction":  {"", `<div><p begin="00:00:01" end="00:00:02">a</p></div>`, `<div><p begin="00:00:02.500" end="00:00:03.500">a</p></div>`, later},
		"frames":       {`ttp:frameRate="24"`, `<div><p begin="00:00:01:00" end="00:00:02:12">a</p></div>`, `<div><p begin="00:00:02:12" end="00:00:04:00">a</p></div>`, later},
		"frame offset": {`ttp:frameRate="30" ttp:frameRateMultiplier="1 1"`, `<div><p begin="30f" end="75f">a</p></div>`, `<div><p begin="75f" end="120f">a</p></div>`, later},
		"ticks":        {`ttp:tickRate="10000000"`, `<div><p begin="10000000t" end="20000000t">a</p></div>`, `<div><p begin="25000000t" end="35000000t">a</p></div>`, later},
		"dur":          {"", `<div><p begin="1s" dur="2s">a</p></div>`, `<div><p begin="2.5s" dur="2s">a</p></div>`, later},
		"hours":        {"", `<div><p begin="0.5h" end="0.6h">a</p></div>`, `<div><p begin="1801.5s" end="2161.5s">a</p></div>`, later},
		"from the div": {"", `<div begin="10s" end="20s"><p>a</p></div>`, `<div begin="11.5s" end="21.5s"><p>a</p></div>`, later},
		"both in a div": {"", `<div begin="10s"><p begin="1s" end="2s">a</p><p begin="3s" end="4s">b</p></div>`,
			`<div begin="10s"><p begin="2.5s" end="3.5s">a</p><p begin="4.5s" end="5.5s">b</p></div>`, later},
		"timed spans": {"", `<div><p><span begin="1s" end="2s">a </span><span begin="2s" end="4s">b</span></p></div>`,
			`<div><p begin="1.500s"><span begin="1s" end="2s">a </span><span begin="2s" end="4s">b</span></p></div>`, later},
		"earlier timed spans": {"", `<div><p><span begin="1s" end="2s">a </span><span begin="2s" end="4s">b</span></p></div>`,
			`<div><p><span begin="0.5s" end="1.5s">a </span><span begin="1.5s" end="3.5s">b</span></p></div>`,
			func(s *script.Script) { s.Segments[0].Start -= time.Second / 2; s.Segments[0].End -= time.Second / 2 }},
		"a longer last span": {"", `<div><p begin="0s"><span begin="1s" end="2s">a </span><span begin="2s" end="4s">b</span></p></div>`,
			`<div><p begin="0s"><span begin="1s" end="2s">a </span><span begin="2s" end="5s">b</span></p></div>`,
			func(s *script.Script) { s.Segments[0].End += time.Second }},
		"a shorter whole": {"", `<div><p begin="0s"><span begin="1s" end="2s">a </span><span begin="2s" end="4s">b</span></p></div>`,
			`<div><p begin="0s" end="3s"><span begin="1s" end="2s">a </span><span begin="2s" end="4s">b</span></p></div>`,
			func(s *script.Script) { s.Segments[0].End -= time.Second }},
		"an end that was open": {"", `<div><p begin="1s">a</p></div>`, `<div><p begin="1s" end="9s">a</p></div>`,
			func(s *script.Script) { s.Segments[0].End = 9 * time.Second }},
		"an event's own times": {`ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content"`,
			`<div xml:id="a" begin="1s" end="5s"><p><span begin="0.5s" end="3s">a</span></p></div>`,
			`<div xml:id="a" begin="2.5s" end="6.5s"><p><span begin="0.5s" end="3s">a</span></p></div>`, later},
		"an event's own times in two languages": {`ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content"`,
			`<div xml:id="a" begin="1s" dur="4s"><p begin="1s">a</p><p xml:lang="fr" end="2s">b</p></div>`,
			`<div xml:id="a" begin="2.5s" dur="4s"><p begin="1s">a</p><p xml:lang="fr" end="2s">b</p></div>`, later},
		"a shorter event": {`ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content"`,
			`<div xml:id="a" begin="1s" end="5s"><p><span begin="0.5s" end="3s">a</span></p></div>`,
			`<div xml:id="a" begin="1s" end="3s"><p><span begin="0.5s" end="3s">a</span></p></div>`,
			func(s *script.Script) { s.Segments[0].End = 3 * time.Second }},
		"a longer event": {`ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content"`,
			`<div xml:id="a" begin="1s" end="2s"><p begin="0s" end="1s">a</p></div>`,
			`<div xml:id="a" begin="1s" end="3s"><p begin="0s" end="2s">a</p></div>`,
			func(s *script.Script) { s.Segments[0].End = 3 * time.Second }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, said := edited(t, doc(test.attrs, test.body), test.change)
			if name == "timed spans" {
				test.want = strings.Replace(test.want, "1.500s", "1.5s", 1)
			}
			require.Equal(t, doc(test.attrs, test.want), got)
			require.Empty(t, said)
		})
	}
}

func TestTextsKeepTheirMarkup(t *testing.T) {
	tests := map[string]struct{ body, text, want string }{
		"white space": {"<div><p begin='1s' end='2s'>\n  a  long\n  text  </p></div>", "a very long text",
			"<div><p begin='1s' end='2s'>\n  a  very long\n  text  </p></div>"},
		"cdata": {"<div><p begin='1s' end='2s'><![CDATA[a < b]]></p></div>", "a < c & d\ne",
			"<div><p begin='1s' end='2s'><![CDATA[a < c & d]]><br/><![CDATA[e]]></p></div>"},
		"references": {"<div><p begin='1s' end='2s'>a &#x26; b</p></div>", "x & b", "<div><p begin='1s' end='2s'>x &#x26; b</p></div>"},
		"kept space": {"<div><p xml:space='preserve' begin='1s' end='2s'> a  b</p></div>", " a  c", "<div><p xml:space='preserve' begin='1s' end='2s'> a  c</p></div>"},
		"a comment":  {"<div><p begin='1s' end='2s'>one <!-- x --> two</p></div>", "one three", "<div><p begin='1s' end='2s'>one <!-- x --> three</p></div>"},
		"across spans": {"<div><p begin='1s' end='2s'>red <span tts:color='red'>green</span> blue</p></div>", "red yellow",
			"<div><p begin='1s' end='2s'>red <span tts:color='red'>yellow</span></p></div>"},
		"everything": {"<div><p begin='1s' end='2s'>one</p></div>", "zwei", "<div><p begin='1s' end='2s'>zwei</p></div>"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, said := edited(t, doc("", test.body), func(s *script.Script) { s.Segments[0].Text = test.text })
			require.Equal(t, doc("", test.want), got)
			require.Empty(t, said)
		})
	}
}

func TestPrefixesAreThoseOfTheDocument(t *testing.T) {
	in := `<t:tt xmlns:t="http://www.w3.org/ns/ttml" xml:lang="en"><t:body><t:div><t:p begin="1s" end="2s" region="r">a</t:p></t:div></t:body></t:tt>`
	got, said := edited(t, in, func(s *script.Script) {
		s.Segments[0].Text = "a\nb"
		s.Segments = append(s.Segments, script.Segment{Start: 3 * time.Second, End: 4 * time.Second, Text: "c"})
	})
	require.Empty(t, said)
	require.Contains(t, got, `<t:p begin="1s" end="2s" region="r">a<t:br/>b</t:p><t:p region="r" begin="3s" end="4s">c</t:p>`)
}

func TestOtherEncodings(t *testing.T) {
	got, said := edited(t, inUTF16(dapt), func(s *script.Script) { s.Segments[1].Text = "“Open”." })
	want, _ := edited(t, dapt, func(s *script.Script) { s.Segments[1].Text = "“Open”." })
	require.Empty(t, said)
	require.Equal(t, inUTF16(want), got)

	latin := "<?xml version='1.0' encoding='iso-8859-1'?>" + doc("", "<div><p begin='1s' end='2s'>caf\xE9</p></div>")
	got, said = edited(t, latin, func(s *script.Script) { s.Segments[0].Text = "café 夜" })
	require.Empty(t, said)
	require.Equal(t, strings.Replace(latin, "caf\xE9", "caf\xE9 &#22812;", 1), got)
}

func TestWithoutSegments(t *testing.T) {
	for name, in := range map[string]string{
		"no body":    `<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"></tt>`,
		"no div":     doc("", ""),
		"empty body": `<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body/></tt>`,
	} {
		t.Run(name, func(t *testing.T) {
			same, _ := edited(t, in, func(*script.Script) {})
			require.Equal(t, in, same)
			got, said := edited(t, in, func(s *script.Script) {
				s.Segments = append(s.Segments, script.Segment{Start: time.Second, End: 2 * time.Second, Text: "a < b"})
			})
			require.Empty(t, said)
			s, err := ttml.Decode(strings.NewReader(got))
			require.NoError(t, err)
			require.Len(t, s.Segments, 1)
			require.Equal(t, "a < b", s.Segments[0].Text)
		})
	}
}

func TestWhatCannotBeSaidIsTold(t *testing.T) {
	body := `<div timeContainer="seq"><p dur="1s">a</p><p dur="1s">b</p></div>`
	_, said := edited(t, doc("", body), func(s *script.Script) { s.Segments[1].Start += time.Second; s.Segments[1].End += time.Second })
	require.Len(t, said, 1)
	require.Contains(t, said[0], "depend on those of others")

	_, said = edited(t, doc(`ttp:frameRate="25"`, `<div><p begin="00:00:01:00" end="00:00:02:00">a</p></div>`),
		func(s *script.Script) { s.Segments[0].End += time.Millisecond })
	require.Len(t, said, 1)
	require.Contains(t, said[0], "2.001s")
}

func TestDAPTIsPruned(t *testing.T) {
	in := strings.Replace(dapt, "dapt1.0/content\"", "dapt1.0/content urn:example:profile\"", 1)
	in = strings.Replace(in, "</metadata>", `<x:job x:no="1">7</x:job></metadata>`, 1)
	d, err := edit.Read(strings.NewReader(in), ttml.Decoder{})
	require.NoError(t, err)
	require.True(t, d.IsDAPT())
	var out bytes.Buffer
	var said []string
	require.NoError(t, d.WriteDAPT(&out, d.Script(), edit.Root{}, func(w script.Warning) error { said = append(said, w.Error()); return nil }))
	want := strings.NewReplacer(` urn:example:profile"`, `"`, ` x:by="us"`, "", ` x:grade="3"`, "", ` x:mark="1"`, "", "\n      <x:more>ok</x:more>", "").Replace(in)
	require.Equal(t, want, out.String())
	require.Equal(t, []string{
		`dapt: 6:103: dropped: attribute x:by: DAPT has no place for it`,
		`dapt: 11:49: dropped: attribute x:grade: DAPT has no place for it`,
		`dapt: 13:85: dropped: attribute x:mark: DAPT has no place for it`,
		`dapt: 14:7: dropped: element x:more: DAPT has no place for it`,
		`dapt: 5:50: dropped: content profile urn:example:profile: DAPT has no place for it`,
	}, said)
}

// FuzzEdit edits any document: without a change it stays as it is, and with
// one the result reads as was asked, or it is told.
func FuzzEdit(f *testing.F) {
	f.Add([]byte(dapt), 0, "new text", int64(1500))
	f.Add([]byte(doc("", `<div><p begin="1s" dur="2s">a<br/>b</p></div>`)), 0, "a\nc", int64(-200))
	f.Fuzz(func(t *testing.T, data []byte, which int, text string, shift int64) {
		d, err := edit.Read(bytes.NewReader(data), ttml.Decoder{EmptyEvents: true, MaxBytes: 1 << 16})
		if err != nil {
			return
		}
		var same bytes.Buffer
		require.NoError(t, d.Write(&same, d.Script(), edit.Root{}, nil))
		require.Equal(t, string(data), same.String())
		s := d.Script()
		if len(s.Segments) == 0 {
			return
		}
		seg := &s.Segments[uint(which)%uint(len(s.Segments))]
		seg.Text = text
		by := time.Duration(shift%3600_000) * time.Millisecond
		seg.Start, seg.End = seg.Start+by, seg.End+by
		var out bytes.Buffer
		told := false
		if d.Write(&out, s, edit.Root{}, func(script.Warning) error { told = true; return nil }) != nil {
			return
		}
		got, err := ttml.Decoder{EmptyEvents: true, Language: ttml.EveryLanguage}.Decode(&out)
		require.NoError(t, err)
		want := s.Sorted()
		for i := range want {
			if !told && (want[i].Text != got.Segments[i].Text || want[i].Start != got.Segments[i].Start) {
				t.Fatalf("%+v became %+v without a word", want[i], got.Segments[i])
			}
		}
	})
}
