package source_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
	"unsafe"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

func TestReadKeepsTheLimit(t *testing.T) {
	got, err := source.Read(strings.NewReader("12345"), 5)
	require.NoError(t, err)
	require.Equal(t, "12345", got)
	_, err = source.Read(strings.NewReader("123456"), 5)
	require.ErrorIs(t, err, script.ErrTooLarge)
	_, err = source.Read(iotest.ErrReader(io.ErrClosedPipe), 0)
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

func TestReadSizesItsBufferOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f")
	data := bytes.Repeat([]byte("x"), 1<<20)
	require.NoError(t, os.WriteFile(file, data, 0o600))
	allocs := testing.AllocsPerRun(3, func() {
		f, err := os.Open(file)
		if err != nil {
			panic(err)
		}
		defer f.Close()
		if s, err := source.Read(f, 0); err != nil || len(s) != len(data) {
			panic(errors.Join(err, errors.New("short read")))
		}
	})
	require.Less(t, allocs, 20.0)
}

func TestReadRefusesAHugeFileUnread(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	defer f.Close()
	require.NoError(t, f.Truncate(2*source.DefaultLimit))
	allocated := testing.AllocsPerRun(1, func() { _, err = source.Read(f, 0) })
	require.ErrorIs(t, err, script.ErrTooLarge)
	require.Less(t, allocated, 20.0)
	at, err := f.Seek(0, io.SeekCurrent)
	require.NoError(t, err)
	require.Zero(t, at, "nothing was read")

	_, err = f.Seek(-5, io.SeekEnd)
	require.NoError(t, err)
	rest, err := source.Read(f, 5)
	require.NoError(t, err)
	require.Len(t, rest, 5, "only what is left counts")
}

func TestPos(t *testing.T) {
	src := "ab\ncé d\r\n\rlast"
	want := map[int]string{
		0: "1:1", 2: "1:3", 3: "2:1", 4: "2:2", 6: "2:3", 8: "2:5", 9: "2:6",
		10: "3:1", 11: "4:1", 15: "4:5", 99: "4:5", -1: "1:1",
	}
	forward := source.NewLocator(src)
	for i := -1; i < 100; i++ {
		if pos, ok := want[i]; ok {
			require.Equal(t, pos, forward.Pos(i).String(), i)
			require.Equal(t, pos, source.NewLocator(src).Pos(i).String(), i)
		}
	}
	require.Equal(t, "2:2", forward.Pos(4).String(), "going back works")
	require.Equal(t, script.Pos{Line: 3, Column: 1}, source.NewLocator("a\nb\n").Pos(4))
}

func TestPosIsLinearInOneLongLine(t *testing.T) {
	src := strings.Repeat("x", 1<<20)
	l := source.NewLocator(src)
	for i := 0; i <= len(src); i += 8 {
		require.Equal(t, i+1, l.Pos(i).Column)
	}
}

// Any order gives what counting from the start gives, also in lines and
// characters that lie across what is remembered.
func TestPosInAnyOrder(t *testing.T) {
	for _, unit := range []string{"x", "é\r\n", "\r", "\n", "日本", "a\r\nb\rc\n", "\xff\x80", strings.Repeat("y", 1023) + "\r\n"} {
		src := strings.Repeat(unit, 20000/len(unit))
		l := source.NewLocator(src)
		rnd := rand.New(rand.NewPCG(1, 2))
		for range 200 {
			at := rnd.IntN(len(src) + 1)
			for at < len(src) && !utf8.RuneStart(src[at]) && utf8.ValidString(src) {
				at++
			}
			require.Equal(t, counted(src, at), l.Pos(at), "%q at %d", unit[:1], at)
		}
	}
}

// counted finds a position one character at a time.
func counted(src string, offset int) script.Pos {
	pos := script.Pos{Line: 1, Column: 1}
	for i, r := range src[:offset] {
		switch {
		case r == '\n', r == '\r' && !strings.HasPrefix(src[i+1:], "\n"):
			pos = script.Pos{Line: pos.Line + 1, Column: 1}
		default:
			pos.Column++
		}
	}
	return pos
}

func TestReadTrustsNoLengthOfStrangers(t *testing.T) {
	for _, n := range []int{-5, math.MaxInt} {
		got, err := source.Read(boaster{strings.NewReader("text"), n}, 0)
		require.NoError(t, err)
		require.Equal(t, "text", got)
	}
}

// boaster says anything of its length.
type boaster struct {
	io.Reader
	n int
}

func (b boaster) Len() int { return b.n }

// A string is read as it is, from where its reader stands.
func TestReadCopiesNoString(t *testing.T) {
	in := strings.Repeat("x", 1<<20)
	r := strings.NewReader(in)
	_, err := r.Seek(1, io.SeekStart)
	require.NoError(t, err)
	got, err := source.Read(r, 0)
	require.NoError(t, err)
	require.Equal(t, unsafe.StringData(in[1:]), unsafe.StringData(got))
	require.Zero(t, r.Len())
}

// What has no place to be cut is not held for ever.
func TestPiecesAreNotEndless(t *testing.T) {
	for _, least := range []int{0, 2 << 20} {
		w := source.NewWindows(strings.NewReader(strings.Repeat("a line without end ", 200_000)), 0)
		w.Longest = 1 << 20
		_, _, err := w.Next(least, source.LastLine)
		require.ErrorIs(t, err, script.ErrTooLarge)
	}
}

// nothing is a reader that never gives anything.
type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, nil }

func TestPiecesOfNothing(t *testing.T) {
	_, _, err := source.NewWindows(nothing{}, 0).Next(0, source.LastLine)
	require.ErrorIs(t, err, io.ErrNoProgress)
}
