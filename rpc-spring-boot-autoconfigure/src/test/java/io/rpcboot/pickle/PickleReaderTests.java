package io.rpcboot.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.rpcboot.RpcProtocolException;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.Payload;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Pickles stand here as Latin-1, in which {@code {ff}} is a byte and a semicolon is the
 * end of a line. What is expected is as {@link Shown} shows it, or the end of the message
 * behind an exclamation mark.
 */
class PickleReaderTests {

	private static final Pattern CODE = Pattern.compile("\\{([0-9a-f]{2}|[0-9a-f]{4})\\}");

	private final PickleReader reader = new PickleReader(PickleLimits.DEFAULT);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			I00;.                                           | False
			I01;.                                           | True
			I1;.                                            | 1
			I-9223372036854775809;.                         | -9223372036854775809n
			L-5L;.                                          | -5
			L18446744073709551615;.                         | 18446744073709551615n
			F-.5e1;.                                        | -5.0
			F-inf;.                                         | -Infinity
			S'a{5c}'{5c}{5c}{5c}n{5c}x41';.                 | 'a'{5c}{0a}A'
			S{22}{5c}xff{22};.                              | b'ff'
			S'{5c}xc3{5c}xa9';.                             | '{e9}'
			V{e9}{5c}u0041{5c}U00000042;.                   | '{e9}AB'
			V{5c}{5c}u0041{5c};.                            | '{5c}{5c}u0041{5c}'
			(lp0;(I1;tp1;ag1;a.                             | [(1), (1)]
			(dp0;I1;S'a';s.                                 | {1: 'a'}
			(I1;I2;d.                                       | {1: 2}
			(I1;I2;l.                                       | [1, 2]
			((lp0;(g0;tp1;a00g1;.                           | ([...])
			c__builtin__;bytearray;(V{e9};S'latin-1';tR.    | b'e9'
			c_codecs;encode;(V{ff};Vlatin1;tR.              | b'ff'
			""")
	void textOpcodesAreRead(String pickle, String expected) {
		assertRead(pickle, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			K{ff}.                                          | 255
			M{01}{80}.                                      | 32769
			J{ff}{ff}{ff}{ff}.                              | -1
			{8a}{00}.                                       | 0
			{8a}{02}{00}{80}.                               | -32768
			{8b}{09}{00}{00}{00}{00}{00}{00}{00}{00}{00}{00}{80}{00}. | 9223372036854775808n
			G{3f}{f8}{00}{00}{00}{00}{00}{00}.              | 1.5
			U{01}{ff}.                                      | b'ff'
			U{03}{ed}{a0}{bd}.                              | b'eda0bd'
			U{00}.                                          | ''
			X{03}{00}{00}{00}{ef}{bf}{bd}.                  | '{fffd}'
			{8c}{03}{ed}{a0}{bd}.                           | '{d83d}'
			{8c}{06}{ed}{a0}{bd}{ed}{b8}{80}.               | '{d83d}{de00}'
			{8d}{01}{00}{00}{00}{00}{00}{00}{00}a.          | 'a'
			{8e}{01}{00}{00}{00}{00}{00}{00}{00}a.          | b'61'
			{96}{01}{00}{00}{00}{00}{00}{00}{00}a.          | b'61'
			{80}{05}{95}{02}{00}{00}{00}{00}{00}{00}{00}N.  | None
			{80}{05}N.cos;system;                           | None
			NK{01}0.                                        | None
			(K{01}K{02}1N.                                  | None
			K{05}2{86}.                                     | (5, 5)
			](K{01}K{02}eK{03}a.                            | [1, 2, 3]
			}(K{01}NNK{02}u.                                | {1: None, None: 2}
			{8f}(K{01}K{01}N{90}.                           | set(1, None)
			(K{01}(K{02}{91}{91}.                           | frozenset(1, frozenset(2))
			}K{01}K{02}{86}Ns.                              | {(1, 2): None}
			K{07}q{05}0j{05}{00}{00}{00}.                   | 7
			K{07}{94}K{08}{94}h{00}.                        | 7
			""")
	void binaryOpcodesAreRead(String pickle, String expected) {
		assertRead(pickle, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					cbuiltins;set;]K{01}a{85}R.                     | set(1)
					cbuiltins;complex;G{3f}{f8}{00}{00}{00}{00}{00}{00}G{00}{00}{00}{00}{00}{00}{00}{00}{86}R. | Complex(1.5, 0.0)
					cdatetime;date;C{04}{07}{e8}{02}{1d}{85}R.      | LocalDate(2024-02-29)
					cdatetime;date;U{04}{07}{6c}{01}{02}{85}R.      | LocalDate(1900-01-02)
					cdatetime;datetime;C{0a}{07}{e8}{82}{1d}{17};{00}{00}{00}{01}{85}R. | LocalDateTime(2024-02-29T23:10:00.000001)
					cdatetime;time;C{06}{97}{01}{02}{0f}B?{85}R.    | LocalTime(23:01:02.999999)
					cdatetime;timedelta;J{ff}{ff}{ff}{ff}K{01}K{02}{87}R. | Duration(PT-23H-59M-58.999998S)
					cdecimal;Decimal;V-1.50E-3;{85}R.               | BigDecimal(-0.00150)
					cdecimal;Decimal;VNaN;{85}R.                    | NaN
					cdecimal;Decimal;V-Infinity;{85}R.              | -Infinity
					cfractions;Fraction;V-7;{85}R.                  | Fraction(-7/1)
					ccollections;OrderedDict;]](K{01}K{02}ea{85}R.  | {1: 2}
					ccollections;OrderedDict;)RK{01}K{02}s.         | {1: 2}
					ccopy_reg;_reconstructor;(cuuid;UUID;c__builtin__;object;NtR}Vint;K{05}sb. | UUID(00000000-0000-0000-0000-000000000005)
					]cuuid;UUID;){81}q{01}}(Vint;K{05}Vis_safe;K{00}ubah{01}a. | [UUID(00000000-0000-0000-0000-000000000005), UUID(00000000-0000-0000-0000-000000000005)]
					""")
	void symbolsStandForValues(String pickle, String expected) {
		assertRead(pickle, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			crequests.exceptions;Timeout;Vslow;{85}R}Vcode;K{05}sb. | requests.exceptions.Timeout('slow'){'code': 5}
			{8c}{03}a.b{8c}{07}Outer.E{93})R.               | a.b.Outer.E()
			]cexceptions;KeyError;q{01}Vk;{85}Rah{01})Ra.   | [KeyError('k'), KeyError()]
			cbuiltins;ValueError;q{00})Rq{01}}Vself;h{01}sb. | ValueError(){'self': ...}
			""")
	void anExceptionKeepsItsNameItsArgumentsAndItsState(String pickle, String expected) {
		assertRead(pickle, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					cos;system;.                                    | !at byte 0: os.system is not among the symbols that are read
					]cos;system;Vid;{85}Ra.                         | !at byte 1: os.system is not among the symbols that are read
					cos;system;Vid;{85}R0N.                         | !at byte 0: os.system is not among the symbols that are read
					ca;E;cb;F;.                                     | !at byte 5: b.F is not among the symbols that are read
					ca;E;q{00}h{00}h{00}{85}R.                      | !at byte 0: a.E is not among the symbols that are read
					ca;E;q{00}h{00})R{85}R.                         | !at byte 0: a.E is not among the symbols that are read
					cbuiltins;eval;V1;{85}R.                        | !at byte 0: builtins.eval is not among the symbols that are read
					c__builtin__;getattr;.                          | !at byte 0: __builtin__.getattr itself is not a value that is read
					]cbuiltins;ValueError;a.                        | !at byte 1: builtins.ValueError itself is not a value that is read
					}cbuiltins;ValueError;Ns.                       | !at byte 1: builtins.ValueError itself is not a value that is read
					cbuiltins;object;)R.                            | !at byte 18: builtins.object: unexpected arguments
					cbuiltins;object;){81}.                         | !at byte 0: builtins.object itself is not a value that is read
					ca;E;){81}.                                     | !at byte 0: a.E is not among the symbols that are read
					ccopyreg;_reconstructor;(ca;E;cbuiltins;object;NtR. | !at byte 25: a.E is not among the symbols that are read
					c;E;.                                           | !at byte 0: .E is not among the symbols that are read
					ca b;E;.                                        | !at byte 0: a symbol's name is not a name
					K{01}{8c}{01}E{93}.                             | !at byte 5: a symbol's name is not a text
					(iso;X;.                                        | !at byte 1: instances of old-style classes are not read: so.X
					(i{1b}so;X;.                                    | !at byte 1: a symbol's name is not a name
					(cbuiltins;ValueError;o.                        | !at byte 22: instances of old-style classes are not read
					cbuiltins;ValueError;)}{92}.                    | !at byte 23: objects that are made with keyword arguments are not read
					{82}{01}.                                       | !at byte 0: extension codes are not read
					{83}{01}{01}.                                   | !at byte 0: extension codes are not read
					{84}{01}{01}{01}{01}.                           | !at byte 0: extension codes are not read
					Pid;.                                           | !at byte 0: persistent ids are not read
					NQ.                                             | !at byte 1: persistent ids are not read
					{97}.                                           | !at byte 0: buffers outside of the pickle are not read
					N{98}.                                          | !at byte 1: buffers outside of the pickle are not read
					""")
	void whatWouldRunOrImportSomethingIsRefused(String pickle, String expected) {
		assertRead(pickle, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					c_codecs;encode;(V{5c}u0100;Vlatin1;tR.         | !at byte 34: _codecs.encode: a character is not Latin-1
					c_codecs;encode;(Va;Vrot13;tR.                  | !at byte 28: _codecs.encode: unexpected arguments
					cdatetime;date;C{04}{07}{e8}{02}{1e}{85}R.      | !at byte 22: datetime.date: Invalid date 'FEBRUARY 30'
					cdatetime;date;C{03}{07}{e8}{02}{85}R.          | !at byte 21: datetime.date: unexpected arguments
					cdatetime;time;C{06}{17}{01}{02}{00}{00}{00}czoneinfo;ZoneInfo._unpickle;VUTC;{88}{86}R{86}R. | !at byte 23: zoneinfo.ZoneInfo._unpickle is not among the symbols that are read: send moment.astimezone(datetime.timezone.utc)
					cdatetime;time;C{06}{17}{01}{02}{00}{00}{00}cbuiltins;getattr;czoneinfo;ZoneInfo;V_unpickle;{86}R | !at byte 41: zoneinfo.ZoneInfo is not among the symbols that are read: send moment.astimezone(datetime.timezone.utc)
					cbuiltins;getattr;K{01}Vreal;{86}R.             | !at byte 27: builtins.getattr: unexpected arguments
					cdatetime;timedelta;K{01}NK{02}{87}R.           | !at byte 26: datetime.timedelta: unexpected arguments
					cdecimal;Decimal;V1e9999;{85}R.                 | !at byte 26: decimal.Decimal: it has more than 4300 digits
					cdecimal;Decimal;V1_0;{85}R.                    | !at byte 23: decimal.Decimal: it is not written as a number
					cfractions;Fraction;K{01}K{00}{86}R.            | !at byte 25: fractions.Fraction: unexpected arguments
					cuuid;UUID;){81}.                               | !at byte 13: a UUID has no number
					cuuid;UUID;){81}}Vint;I-1;sb.                   | !at byte 24: uuid.UUID: it does not have 128 bits
					N}b.                                            | !at byte 2: a state is set on what has none
					cbuiltins;ValueError;)RK{01}b.                  | !at byte 25: the state of an object is not a dict
					cbuiltins;ValueError;)R}K{01}Nsb.               | !at byte 28: an attribute's name is not a text
					""")
	void argumentsThatDoNotFitAreRefused(String pickle, String expected) {
		assertRead(pickle, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					                                                | !at byte 0: it ends without STOP
					N                                               | !at byte 1: it ends without STOP
					.                                               | !at byte 0: there is no value where one is needed
					N(.                                             | !at byte 2: there is no value where one is needed
					N(0.                                            | None
					N(t{86}.                                        | (None, ())
					N{86}.                                          | !at byte 1: there is no value where one is needed
					t.                                              | !at byte 0: there is no mark where one is needed
					{80}{06}N.                                      | !at byte 0: protocol 6 is newer than 5
					{ff}.                                           | !at byte 0: there is no opcode ff
					K                                               | !at byte 0: it ends in the middle of a value
					I1                                              | !at byte 0: a line does not end
					I1_0;.                                          | !at byte 0: an int is not written in digits
					F1d;.                                           | !at byte 0: a float is not written as a number
					S'a;.                                           | !at byte 0: a string is not in quotes
					S'a{5c}';.                                      | !at byte 0: an escape sequence in a string is cut short
					S'{5c}q';.                                      | !at byte 0: a string has an unknown escape sequence
					V{5c}u004;.                                     | !at byte 0: an escape sequence in a text is cut short
					V{5c}U00110000;.                                | !at byte 0: an escape sequence in a text is no character
					{8c}{02}{c0}{80}.                               | !at byte 0: a text is not UTF-8
					{8c}{01}{e9}.                                   | !at byte 0: a text is not UTF-8
					U{05}abc.                                       | !at byte 0: 5 bytes are announced, 4 are left
					X{ff}{ff}{ff}{ff}.                              | !at byte 0: 4294967295 bytes are announced, 1 are left
					{8e}{ff}{ff}{ff}{ff}{ff}{ff}{ff}{ff}.           | !at byte 0: 18446744073709551615 bytes are announced, 1 are left
					{95}{05}{00}{00}{00}{00}{00}{00}{00}N.          | !at byte 0: 5 bytes are announced, 2 are left
					h{00}.                                          | !at byte 0: the memo holds nothing at 0
					Nr{ff}{ff}{ff}{ff}.                             | !at byte 1: the memo has no such place
					Np-1;.                                          | !at byte 1: the memo has no such place
					NN(K{03}e.                                      | !at byte 5: something is appended to what is not a list
					NNa.                                            | !at byte 2: something is appended to what is not a list
					)Na.                                            | !at byte 2: something is appended to what is not a list
					NNNs.                                           | !at byte 3: an item is set in what is not a dict
					}(Nu.                                           | !at byte 3: a key has no value
					(N{90}.                                         | !at byte 2: there is no value where one is needed
					](N{90}.                                        | !at byte 3: an item is added to what is not a set
					}]Ns.                                           | !at byte 3: a container is a key or in a set, where only scalars and tuples and frozensets of scalars may be
					}){85}Ns.                                       | !at byte 4: a container is a key or in a set, where only scalars and tuples and frozensets of scalars may be
					{8f}({8f}{90}.                                  | !at byte 3: a container is a key or in a set, where only scalars and tuples and frozensets of scalars may be
					""")
	void aDamagedPickleIsRefused(String pickle, String expected) {
		assertRead(pickle, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					array;Vh;](K{01}J{ff}{ff}{ff}{ff}e{86}R.         | short[1, -1]
					array;U{01}f]G{3f}{e0}{00}{00}{00}{00}{00}{00}a{86}R. | float[0.5]
					_array_reconstructor;(carray;array;Vd;K{10}C{08}{00}{00}{00}{00}{00}{00}{f8}{3f}tR. | double[1.5]
					_array_reconstructor;(carray;array;Vd;K{11}C{08}{3f}{f8}{00}{00}{00}{00}{00}{00}tR. | double[1.5]
					_array_reconstructor;(carray;array;VH;K{03}C{02}{ff}{00}tR. | int[65280]
					_array_reconstructor;(carray;array;Vb;K{01}C{02}{ff}{00}tR. | b'ff00'
					_array_reconstructor;(carray;array;Vl;K{08}C{04}{ff}{ff}{ff}{ff}tR. | int[-1]
					array;Vu;]Va;a{86}R.                             | !at byte 22: array.array: the type code 'u' is not read: send array.tolist()
					array;Vc;]Va;a{86}R.                             | !at byte 22: array.array: the type code 'c' is not read: send array.tolist()
					_array_reconstructor;(carray;array;Vu;K{14}C{04}a{00}{00}{00}tR. | !at byte 54: array._array_reconstructor: the type code 'u' is not read: send array.tolist()
					_array_reconstructor;(carray;array;Vi;K{08}C{03}{00}{00}{00}tR. | !at byte 53: array._array_reconstructor: its last element is cut short
					_array_reconstructor;(cos;system;Vi;K{08}C{00}tR. | !at byte 29: os.system is not among the symbols that are read
					_array_reconstructor;(carray;array;Vi;I99;C{00}tR. | !at byte 52: array._array_reconstructor: the type code 'i' is not read: send array.tolist()
					_array_reconstructor;(carray;array;Vi;I4294967304;C{00}tR. | !at byte 60: array._array_reconstructor: the type code 'i' is not read: send array.tolist()
					array;Vb;]K{80}a{86}R.                           | !at byte 21: array.array: 128 is out of range
					array;VB;]I-1;a{86}R.                            | !at byte 23: array.array: -1 is out of range
					array;VQ;]L9223372036854775808L;a{86}R.          | !at byte 41: array.array: 9223372036854775808 is out of range
					array;Vi;]G{3f}{e0}{00}{00}{00}{00}{00}{00}a{86}R. | !at byte 28: array.array: unexpected arguments
					array;Vd;]K{01}a{86}R.                           | !at byte 21: array.array: unexpected arguments
					array;Vi;N{86}R.                                 | !at byte 18: array.array: unexpected arguments
					array;.                                          | !at byte 0: array.array itself is not a value that is read
					""")
	void arraysOfNumbersAreRead(String pickle, String expected) {
		assertRead("carray;" + pickle, expected);
	}

	// {d} is the type of floats, {e} one of them
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					cnumpy.core.multiarray;scalar;{d}C{08}{e}{86}R. | 0.5
					cnumpy.core.multiarray;_reconstruct;cnumpy;ndarray;K{00}{85}C{01}b{87}R(K{01}K{01}{85}{d}{89}C{08}{e}tb. | double[0.5]
					cnumpy.core.multiarray;_reconstruct;cnumpy;ndarray;I0;{85}U{01}b{87}R(I1;K{01}{85}cnumpy;dtype;U{02}i1K{00}K{01}{87}R(K{03}U{01}{7c}NNNtbK{00}U{01}atb. | b'61'
					cnumpy.core.multiarray;_reconstruct;cnumpy;ndarray;K{00}{85}C{01}b{87}R(K{01}K{01}{85}{d}{88}C{08}{e}tb. | !at byte 109: numpy.ndarray: an array in Fortran order is not read: send numpy.ascontiguousarray(array), or array.tolist()
					cnumpy.core.multiarray;_reconstruct;cnumpy;ndarray;K{00}{85}C{01}b{87}R(K{01}K{02}{85}{d}{89}C{08}{e}tb. | !at byte 109: numpy.ndarray: unexpected arguments
					cnumpy.core.multiarray;_reconstruct;cnumpy;ndarray;K{00}{85}C{01}b{87}R(K{01}I-1;{85}{d}{89}C{00}tb. | !at byte 103: numpy.ndarray: unexpected arguments
					cnumpy.core.multiarray;_reconstruct;cnumpy;ndarray;K{00}{85}C{01}b{87}R(K{01}I2147483647;I2147483647;{86}{d}{89}C{00}tb. | !at byte 123: numpy.ndarray: unexpected arguments
					cnumpy.core.multiarray;_reconstruct;cnumpy;ndarray;K{00}{85}C{01}b{87}R}b. | !at byte 60: numpy.ndarray: unexpected arguments
					cnumpy.core.multiarray;_reconstruct;cnumpy;ndarray;K{00}{85}C{01}b{87}R. | !at byte 59: an array has no elements
					cnumpy.core.multiarray;_reconstruct;cos;system;K{00}{85}C{01}b{87}R. | !at byte 36: os.system is not among the symbols that are read
					cnumpy.core.multiarray;_reconstruct;cnumpy;matrix;K{00}{85}C{01}b{87}R. | !at byte 36: numpy.matrix is not among the symbols that are read: send array.tolist()
					cnumpy;ndarray;)R. | !at byte 16: numpy.ndarray: unexpected arguments
					{d}. | !at byte 32: numpy.dtype itself is not a value that is read
					]{d}a. | !at byte 34: numpy.dtype itself is not a value that is read
					cnumpy;dtype;VO8;{89}{88}{87}R. | !at byte 20: numpy.dtype: the type 'O8' is not read: send array.tolist(), or scalar.item()
					cpandas.core.frame;DataFrame;){81}. | !at byte 0: pandas.core.frame.DataFrame is not among the symbols that are read
					""")
	void arraysOfNumpyAreRead(String pickle, String expected) {
		assertRead(pickle.replace("{d}", "cnumpy;dtype;Vf8;{89}{88}{87}R(K{03}V<;NNNtb")
			.replace("{e}", "{00}{00}{00}{00}{00}{00}{e0}?"), expected);
	}

	@Test
	void theValueIsNotBoundToThePayload() {
		byte[] array = Bytes.of("..C\u0002ab...");
		byte[] value = (byte[]) this.reader.read(new Payload(array, 2, 5));
		Arrays.fill(array, (byte) 0);
		assertThat(value).isEqualTo(Bytes.of("ab"));
		assertThatExceptionOfType(RpcProtocolException.class)
			.isThrownBy(() -> this.reader.read(new Payload(Bytes.of("..C\u0002ab..."), 2, 4)))
			.withMessage("the pickle is refused at byte 4: it ends without STOP");
	}

	@Test
	void containersHaveTheTypesThatApplicationsExpect() {
		assertThat(read(Bytes.of("]."))).isExactlyInstanceOf(ArrayList.class);
		assertThat(read(Bytes.of(")."))).isInstanceOf(List.class).isEqualTo(List.of());
		assertThat(read(Bytes.of("K\u0001K\u0002\u0086."))).isEqualTo(List.of(1L, 2L));
		assertThat(read(Bytes.of("(K\u0001K\u0002\u0091."))).isEqualTo(Set.of(1L, 2L));
		assertThat(read(Bytes.of("}K\u0001K\u0002\u0086Ns."))).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsKey(List.of(1L, 2L));
	}

	@Test
	void numbersHaveAtMost4300Digits() {
		String digits = "9".repeat(4300);
		assertThat(read(Bytes.of("I-" + digits + "\n."))).isEqualTo(new BigInteger("-" + digits));
		assertThat(read(Bytes.of("cdecimal\nDecimal\nV-" + digits + "\n\u0085R.")))
			.isEqualTo(new BigDecimal("-" + digits));
		byte[] largest = new BigInteger(digits).toByteArray();
		assertThat(read(longInteger(largest))).isEqualTo(new BigInteger(digits));
		assertRefused(Bytes.of("I-" + digits + "99\n."),
				"at byte 0: a number has 4303 characters, more than the 4300 digits and a sign that are read");
		assertRefused(Bytes.of("F" + digits + "99\n."),
				"at byte 0: a number has 4302 characters, more than the 4300 digits and a sign that are read");
		assertRefused(longInteger(new byte[largest.length + 1]),
				"at byte 0: an int has 1787 bytes, more than the 1786 that are read");
	}

	private static byte[] longInteger(byte[] bigEndian) {
		byte[] pickle = ByteBuffer.allocate(6 + bigEndian.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put((byte) 0x8B)
			.putInt(bigEndian.length)
			.array();
		for (int i = 0; i < bigEndian.length; i++) {
			pickle[4 + bigEndian.length - i] = bigEndian[i];
		}
		pickle[pickle.length - 1] = '.';
		return pickle;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					cbuiltins;ValueError;)R.                         | ValueError
					cbuiltins;ValueError;Vbad;{85}R.                 | ValueError: bad
					cbuiltins;KeyError;K{05}{85}R.                   | KeyError: 5
					cbuiltins;KeyError;N{85}R.                       | KeyError: None
					cbuiltins;OSError;K{02}Vno file;{86}R.           | OSError: [Errno 2] no file
					cbuiltins;Exception;({88}{89}C{02}ab]}){8f}tR.   | Exception: (True, False, <2 bytes>, [...], {...}, (...), {...})
					cbuiltins;Exception;cbuiltins;KeyError;)R{85}R.  | Exception: KeyError(...)
					cbuiltins;Exception;carray;array;Vi;]{86}R{85}R. | Exception: [...]
					crequests.exceptions;Timeout;Vslow;{85}R.        | requests.exceptions.Timeout: slow
					""")
	void anExceptionSaysWhatPythonWouldSay(String pickle, String expected) {
		assertThat(read(Bytes.of(decode(pickle.replace(';', '\n'))))).hasToString(expected);
	}

	private void assertRead(String pickle, String expected) {
		byte[] bytes = Bytes.of(decode((pickle != null) ? pickle.replace(';', '\n') : ""));
		if (expected.startsWith("!")) {
			assertRefused(bytes, expected.substring(1));
		}
		else {
			assertThat(Shown.show(read(bytes))).isEqualTo(decode(expected));
		}
	}

	private static String decode(String text) {
		return CODE.matcher(text)
			.replaceAll(
					(match) -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
	}

	private void assertRefused(byte[] pickle, String problem) {
		assertThatExceptionOfType(RpcProtocolException.class).isThrownBy(() -> read(pickle))
			.withMessage("the pickle is refused " + problem);
	}

	private Object read(byte[] pickle) {
		return this.reader.read(Payload.of(pickle));
	}

}
