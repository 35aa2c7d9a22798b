package batch

import (
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
)

func numbers(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestRunKeepsTheOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		var got []int
		Run(numbers(500), workers, 10, nil, func(i int) int {
			if i%3 == 0 {
				runtime.Gosched()
			}
			return 2 * i
		}, func(i int) bool { got = append(got, i); return true })
		require.Len(t, got, 500)
		for i, v := range got {
			require.Equal(t, 2*i, v)
		}
	}
}

func TestRunHoldsFewItems(t *testing.T) {
	var held, most atomic.Int64
	Run(numbers(1000), 4, 8, nil, func(i int) int {
		most.Store(max(most.Load(), held.Add(1)))
		return i
	}, func(int) bool { held.Add(-1); return true })
	require.LessOrEqual(t, most.Load(), int64(8))
}

// Whatever was begun when a run is stopped is handed over, and nothing else is
// begun.
func TestRunStops(t *testing.T) {
	for range 50 {
		var begun, handed atomic.Int64
		stop := make(chan struct{})
		Run(numbers(1<<30), 3, 9, stop, func(i int) int { begun.Add(1); return i }, func(i int) bool {
			if handed.Add(1); i == 20 {
				close(stop)
			}
			return true
		})
		require.Equal(t, begun.Load(), handed.Load())
		require.Less(t, handed.Load(), int64(100))
	}
}

func TestRunEndsWhenNoMoreIsWanted(t *testing.T) {
	var begun, handed atomic.Int64
	Run(numbers(1<<30), 3, 9, nil, func(i int) int { begun.Add(1); return i }, func(int) bool { return handed.Add(1) < 5 })
	require.Equal(t, begun.Load(), handed.Load())
	require.Less(t, handed.Load(), int64(20))
}

// A source that waits for ever does not keep a run from being stopped.
func TestRunStopsWhileItWaits(t *testing.T) {
	stop, wait := make(chan struct{}), make(chan struct{})
	defer close(wait)
	source := func(yield func(int) bool) {
		if yield(1) {
			<-wait
		}
	}
	Run(source, 2, 4, stop, func(i int) int { return i }, func(int) bool { close(stop); return true })
}

func TestTurns(t *testing.T) {
	var turns Turns
	var got []int
	Run(numbers(200), 5, 20, nil, func(i int) int {
		if i%7 == 0 {
			turns.Pass(i)
		} else {
			turns.Take(i, func() { got = append(got, i) })
		}
		return i
	}, func(int) bool { return true })
	require.True(t, slices.IsSorted(got))
	require.Len(t, got, 200-29)
}

func recordsOf(text string) (all []string, last error) {
	for r := range Records(strings.NewReader(text)) {
		if r.Err != nil {
			return all, r.Err
		}
		all = append(all, strings.Repeat("_", r.Line)+string(r.Data))
	}
	return all, nil
}

func TestRecords(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"\n \r\n", nil},
		{"{}", []string{"_{}"}},
		{"\xEF\xBB\xBF{}\r\n\n {\"a\":1} \n", []string{"_{}", "___{\"a\":1}"}},
		{"[]", nil},
		{"\n[{\"a\":\"],\\\"\"},\n\n[1,2] , 3]", []string{"__{\"a\":\"],\\\"\"}", "____[1,2]", "____3"}},
		{strings.Repeat("x", 1<<17) + "\ny", []string{"_" + strings.Repeat("x", 1<<17), "__y"}},
	} {
		got, err := recordsOf(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, got, c.text)
	}
	for _, text := range []string{"[", "[1", "[1,", `["`, `["\`, "[{}{}"} {
		_, err := recordsOf(text)
		require.Error(t, err, text)
	}
}

func FuzzRecords(f *testing.F) {
	f.Add("[{},\n{}]")
	f.Add("{}\n\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		line := 0
		for r := range Records(strings.NewReader(text)) {
			require.GreaterOrEqual(t, r.Line, max(line, 1))
			require.LessOrEqual(t, r.Line, strings.Count(text, "\n")+1)
			line = r.Line
		}
	})
}

func TestTemplate(t *testing.T) {
	known := []string{"dir", "base", "job"}
	value := func(field string) (string, error) {
		return map[string]string{"dir": "a/b", "base": "x", "job": ".."}[field], nil
	}
	for text, want := range map[string]string{"{dir}/{base}.srt": "a/b/x.srt", "x": "x", "{base}{base}": "xx", "/{dir}//{base}": "a/b/x", "{job}x": "..x"} {
		tmpl, err := ParseTemplate(text, known)
		require.NoError(t, err, text)
		got, err := tmpl.Name(value)
		require.NoError(t, err, text)
		require.Equal(t, filepath.FromSlash(want), got)
	}
	for _, text := range []string{"", "{nosuch}", "{base", "base}", "../{base}", "{base}/../../x", "{base}/", "."} {
		_, err := ParseTemplate(text, known)
		require.ErrorIs(t, err, ErrTemplate, text)
	}
	tmpl, err := ParseTemplate("{job}/{base}", known)
	require.NoError(t, err)
	_, err = tmpl.Name(value)
	require.ErrorIs(t, err, ErrTemplate)
}

func TestSafeElement(t *testing.T) {
	for s, want := range map[string]string{
		"task_1": "task_1", "a/b": "a%2Fb", "..": "%2E%2E", "a.": "a%2E", "a ": "a%20", " a": " a", "a:b": "a%3Ab", "50%": "50%25",
		"CON": "%43ON", "nul.vtt": "%6Eul.vtt", "com1": "%63om1", "console": "console", "日本": "日本", "a\tb": "a%09b",
	} {
		require.Equal(t, want, SafeElement(s))
		for _, ending := range []string{"", ".vtt"} {
			require.NoError(t, outfile.CheckName("windows", SafeElement(s)+ending))
		}
	}
}

// No value of a field leaves the directory, or is something else on Windows.
func FuzzTemplate(f *testing.F) {
	f.Add("../../etc")
	f.Add("..")
	f.Add("a\x00b")
	f.Fuzz(func(t *testing.T, v string) {
		tmpl, err := ParseTemplate("x/{job}/{job}.srt", []string{"job"})
		require.NoError(t, err)
		name, err := tmpl.Name(func(string) (string, error) { return SafeElement(v), nil })
		if err == nil {
			require.True(t, filepath.IsLocal(name))
			require.NoError(t, outfile.CheckName("windows", SafeElement(v)))
			require.LessOrEqual(t, strings.Count(name, string(filepath.Separator)), 2)
		}
	})
}

func TestBelow(t *testing.T) {
	for dir, want := range map[string]string{"a": "a", "../a/b": "a/b", "../..": "", "/etc/x": "etc/x", ".": ".", "a/../../b": "b"} {
		require.Equal(t, want, Below(dir), dir)
	}
}

func TestClaims(t *testing.T) {
	var c Claims
	_, taken := c.Claim("a/B", 3)
	require.False(t, taken)
	other, taken := c.Claim("A/b", 4)
	require.True(t, taken)
	require.Equal(t, 3, other)
}

// Names that were compared before are confirmed: what has come since gets its
// name if nobody has it.
func TestConfirm(t *testing.T) {
	var c Claims
	require.True(t, c.Propose("out/A.srt", "A.vtt"))
	require.False(t, c.Propose("out/a.srt", "a.vtt"))
	require.True(t, c.Confirm("out/A.srt", "A.vtt"))
	require.False(t, c.Confirm("out/a.srt", "late.vtt"))
	require.True(t, c.Confirm("out/b.srt", "b.vtt"))
	require.False(t, c.Confirm("out/B.srt", "other.vtt"))
}

func TestManifest(t *testing.T) {
	dir := t.TempDir()
	path, out := filepath.Join(dir, "manifest"), filepath.Join(dir, "out")
	require.NoError(t, os.WriteFile(out, []byte("one"), 0o600))
	m, err := OpenManifest(path, "setup")
	require.NoError(t, err)
	require.NoError(t, m.Add("in", 0, Hash([]byte("x")), []string{out}))
	require.NoError(t, m.Close())

	current := func(setup, input string, line int, content string) bool {
		m, err := OpenManifest(path, setup)
		require.NoError(t, err)
		defer m.Close()
		_, ok := m.Current(input, line, Hash([]byte(content)))
		return ok
	}
	require.True(t, current("setup", "in", 0, "x"))
	require.False(t, current("other", "in", 0, "x"))
	require.False(t, current("setup", "in", 1, "x"))
	require.False(t, current("setup", "in", 0, "y"))
	require.NoError(t, os.WriteFile(out, []byte("changed"), 0o600))
	require.False(t, current("setup", "in", 0, "x"))

	// What a killed run has left of a line is no entry.
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, append(whole, whole[:20]...), 0o600))
	require.False(t, current("setup", "in", 0, "y"))
	again, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, whole, again)
	// A file that is something else stays as it is.
	for _, other := range []string{"{}\n", "notes", `{"job_id":`} {
		require.NoError(t, os.WriteFile(path, []byte(other), 0o600))
		_, err = OpenManifest(path, "")
		require.ErrorContains(t, err, "line 1")
		require.Equal(t, other, func() string { b, _ := os.ReadFile(path); return string(b) }())
	}
}
