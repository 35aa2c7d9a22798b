package wav_test

import (
	"encoding/binary"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/wav"
)

// mono returns a file of 8-bit samples, a thousand a second.
func mono(samples []byte) []byte {
	format := binary.LittleEndian.AppendUint16(nil, 1)
	format = binary.LittleEndian.AppendUint16(format, 1)
	format = binary.LittleEndian.AppendUint32(format, 1000)
	format = binary.LittleEndian.AppendUint32(format, 1000)
	format = binary.LittleEndian.AppendUint16(format, 1)
	format = binary.LittleEndian.AppendUint16(format, 8)
	return (&wav.File{Format: format, Data: samples}).Bytes()
}

func TestCut(t *testing.T) {
	f, err := wav.Parse(mono([]byte("0123456789")))
	require.NoError(t, err)
	ms := func(n int64) *big.Rat { return big.NewRat(n, 1000) }
	require.Equal(t, "0123456789", string(f.Cut(nil, nil).Data))
	require.Equal(t, "234", string(f.Cut(ms(2), ms(5)).Data))
	require.Equal(t, "89", string(f.Cut(ms(8), ms(5000)).Data))
	require.Empty(t, f.Cut(ms(20), ms(30)).Data)
	require.Empty(t, f.Cut(ms(5), ms(2)).Data)
	again, err := wav.Parse(f.Cut(ms(1), ms(4)).Bytes())
	require.NoError(t, err)
	require.Equal(t, "123", string(again.Data))
}

func TestBrokenFiles(t *testing.T) {
	whole := mono([]byte("0123"))
	for n := range len(whole) {
		f, err := wav.Parse(whole[:n])
		require.True(t, err != nil || len(f.Data) < 4)
	}
	coded := mono([]byte("0123"))
	coded[20] = 85 // MPEG
	_, err := wav.Parse(coded)
	require.ErrorContains(t, err, "want PCM")
}
