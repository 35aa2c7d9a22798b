// Package wav cuts RIFF WAVE files of samples that stand as they are: PCM and
// floating point.
package wav

import (
	"encoding/binary"
	"fmt"
	"math/big"

	"github.com/vsconvert/vsconvert/script"
)

// File is a WAVE file taken apart. Its slices are those of the bytes it was
// read from.
type File struct {
	Format []byte // the fmt chunk
	Data   []byte // the samples
	Rate   uint32 // sample frames a second
	Align  int    // bytes of a sample frame
}

// Is reports whether data begins like a WAVE file.
func Is(data []byte) bool {
	return len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WAVE"
}

const (
	pcm        = 1
	float      = 3
	extensible = 0xFFFE
)

// Parse takes a WAVE file apart. A data chunk that is cut off ends where the
// file does. Errors wrap [script.ErrSyntax] or [script.ErrValue].
func Parse(data []byte) (*File, error) {
	if !Is(data) {
		return nil, fmt.Errorf("%w: no WAVE file", script.ErrSyntax)
	}
	f := &File{}
	for rest := data[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:]))
		body := rest[8:min(8+size, int64(len(rest)))]
		switch name {
		case "fmt ":
			f.Format = body
		case "data":
			f.Data = body
		}
		rest = rest[min(8+size+size%2, int64(len(rest))):]
	}
	if len(f.Format) < 16 || f.Data == nil {
		return nil, fmt.Errorf("%w: a WAVE file without format or data", script.ErrSyntax)
	}
	kind := binary.LittleEndian.Uint16(f.Format)
	f.Rate, f.Align = binary.LittleEndian.Uint32(f.Format[4:]), int(binary.LittleEndian.Uint16(f.Format[12:]))
	switch {
	case kind != pcm && kind != float && kind != extensible:
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "coding of the WAVE file", Value: fmt.Sprint(kind), Want: "PCM or floating point"}
	case f.Rate == 0 || f.Align == 0:
		return nil, fmt.Errorf("%w: a WAVE file of no samples a second", script.ErrSyntax)
	}
	return f, nil
}

// Cut returns the file from and to a number of seconds, each nil for its own
// begin or end, at the nearest sample.
func (f *File) Cut(from, to *big.Rat) *File {
	frames := int64(len(f.Data) / f.Align)
	start, end := int64(0), frames
	if from != nil {
		start = f.frame(from, frames)
	}
	if to != nil {
		end = max(start, f.frame(to, frames))
	}
	cut := *f
	cut.Data = f.Data[start*int64(f.Align) : end*int64(f.Align)]
	return &cut
}

func (f *File) frame(seconds *big.Rat, most int64) int64 {
	n := new(big.Rat).Mul(seconds, new(big.Rat).SetInt64(int64(f.Rate)))
	n.Add(n, big.NewRat(1, 2))
	whole := new(big.Int).Div(n.Num(), n.Denom())
	if !whole.IsInt64() || whole.Int64() > most {
		return most
	}
	return max(whole.Int64(), 0)
}

// Bytes returns the file as it is written.
func (f *File) Bytes() []byte {
	size := 4 + 8 + len(f.Format) + len(f.Format)%2 + 8 + len(f.Data) + len(f.Data)%2
	out := make([]byte, 0, 8+size)
	out = binary.LittleEndian.AppendUint32(append(out, "RIFF"...), uint32(size))
	out = append(out, "WAVE"...)
	out = chunk(out, "fmt ", f.Format)
	return chunk(out, "data", f.Data)
}

func chunk(out []byte, name string, body []byte) []byte {
	out = binary.LittleEndian.AppendUint32(append(out, name...), uint32(len(body)))
	out = append(out, body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}
