using System.Text;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class JsonProfileTests
    {
        [TestMethod]
        [DataRow("{}")]
        [DataRow(" \t\r\n{ } \t\r\n")]
        [DataRow("{\"\":1}")]
        [DataRow("{ \"a\" : 1 , \"b\" : [ ] , \"c\" : [ 1 , \"d\" , { } ] }")]
        [DataRow("{\"a\":[{\"b\":[\"c\"]}]}")]
        [DataRow("{\"a\":true,\"b\":false,\"c\":null}")]
        public void Objects_of_the_profile_pass(string json)
        {
            Check(json, OtaResult.Ok);
        }

        [TestMethod]
        [DataRow("0")]
        [DataRow("-0")]
        [DataRow("-1")]
        [DataRow("10")]
        [DataRow("999999999999999")]
        [DataRow("-999999999999999")]
        public void Integers_of_up_to_15_digits_pass(string number)
        {
            Check("{\"a\":" + number + "}", OtaResult.Ok);
            Check("{\"a\":[" + number + " ]}", OtaResult.Ok);
        }

        [TestMethod]
        [DataRow("1000000000000000")]
        [DataRow("-1000000000000000")]
        [DataRow("0000000000000001")]
        [DataRow("01")]
        [DataRow("-01")]
        [DataRow("00")]
        [DataRow("+1")]
        [DataRow("-")]
        [DataRow("--1")]
        [DataRow("- 1")]
        [DataRow("1 2")]
        [DataRow("1.0")]
        [DataRow("1.")]
        [DataRow(".5")]
        [DataRow("-.5")]
        [DataRow("0.")]
        [DataRow("1e3")]
        [DataRow("1E3")]
        [DataRow("1e")]
        [DataRow("0e0")]
        [DataRow("0x1")]
        [DataRow("1a")]
        [DataRow("1-")]
        [DataRow("NaN")]
        [DataRow("-Infinity")]
        public void No_other_number_passes(string number)
        {
            Check("{\"a\":" + number + "}", OtaResult.ManifestNotJson);
            Check("{\"a\":[" + number + "]}", OtaResult.ManifestNotJson);
        }

        [TestMethod]
        [DataRow("True")]
        [DataRow("tru")]
        [DataRow("truee")]
        [DataRow("nul")]
        [DataRow("fals")]
        [DataRow("undefined")]
        [DataRow("b")]
        [DataRow("")]
        public void No_other_word_passes(string word)
        {
            Check("{\"a\":" + word + "}", OtaResult.ManifestNotJson);
        }

        [TestMethod]
        [DataRow("trufalse")]
        [DataRow("tnull")]
        [DataRow("falsnull")]
        [DataRow("ffalse")]
        [DataRow("truefalse")]
        public void A_word_cannot_begin_as_another_one(string word)
        {
            Check("{\"a\":" + word + "}", OtaResult.ManifestNotJson);
            Check("{\"a\":[" + word + "]}", OtaResult.ManifestNotJson);
        }

        [TestMethod]
        [DataRow("{'a':1}")]
        [DataRow("{\"a\":'b'}")]
        [DataRow("{\"a':1}")]
        [DataRow("{a:1}")]
        [DataRow("{1:1}")]
        public void Only_double_quotes_make_strings(string json)
        {
            Check(json, OtaResult.ManifestNotJson);
        }

        [TestMethod]
        [DataRow("{\"a\":1 \"b\":2}")]
        [DataRow("{\"a\":1,}")]
        [DataRow("{,\"a\":1}")]
        [DataRow("{,}")]
        [DataRow("{\"a\":1,,\"b\":2}")]
        [DataRow("{\"a\":1;\"b\":2}")]
        [DataRow("{\"a\":[1 2]}")]
        [DataRow("{\"a\":[1,]}")]
        [DataRow("{\"a\":[,1]}")]
        [DataRow("{\"a\":[,]}")]
        [DataRow("{\"a\":[1,,2]}")]
        public void Commas_stand_between_and_nowhere_else(string json)
        {
            Check(json, OtaResult.ManifestNotJson);
        }

        [TestMethod]
        [DataRow("{\"a\"}")]
        [DataRow("{\"a\" 1}")]
        [DataRow("{\"a\"=1}")]
        [DataRow("{\"a\"::1}")]
        [DataRow("{\"a\":}")]
        [DataRow("{:1}")]
        [DataRow("{\"a\":[\"b\":1]}")]
        public void A_member_is_a_name_a_colon_and_a_value(string json)
        {
            Check(json, OtaResult.ManifestNotJson);
        }

        [TestMethod]
        [DataRow("{/**/}")]
        [DataRow("/**/{}")]
        [DataRow("{}/**/")]
        [DataRow("{}//")]
        [DataRow("{\"a\":1//\n}")]
        [DataRow("{\"a\":/*b*/1}")]
        [DataRow("#\n{}")]
        public void Comments_do_not_pass(string json)
        {
            Check(json, OtaResult.ManifestNotJson);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow(" ")]
        [DataRow("[]")]
        [DataRow("[{}]")]
        [DataRow("1")]
        [DataRow("\"a\"")]
        [DataRow("null")]
        [DataRow("{")]
        [DataRow("}")]
        [DataRow("{]")]
        [DataRow("{\"a\":[}")]
        [DataRow("{\"a\":{]}")]
        [DataRow("{\"a\":[1}]")]
        [DataRow("{}{}")]
        [DataRow("{}}")]
        [DataRow("{},")]
        [DataRow("{}1")]
        [DataRow("{\u000b}")]
        [DataRow("{\f}")]
        [DataRow("{\u00a0}")]
        [DataRow("\ufeff{}")]
        public void There_is_one_object_and_nothing_around_it(string json)
        {
            Check(json, OtaResult.ManifestNotJson);
        }

        [TestMethod]
        [DataRow("[[]]")]
        [DataRow("[[1]]")]
        [DataRow("[1,[2]]")]
        [DataRow("[{},[]]")]
        public void An_array_in_an_array_does_not_pass(string json)
        {
            Check("{\"a\":" + json + "}", OtaResult.ManifestNotJson);
        }

        [TestMethod]
        public void Eight_levels_pass_and_nine_do_not()
        {
            Check(Nested(8, "{\"a\":", "{}", "}"), OtaResult.Ok);
            Check(Nested(9, "{\"a\":", "{}", "}"), OtaResult.ManifestTooDeep);
            Check(Nested(8, "{\"a\":", "[]", "}"), OtaResult.Ok);
            Check(Nested(9, "{\"a\":", "[]", "}"), OtaResult.ManifestTooDeep);
        }

        [TestMethod]
        public void Levels_in_arrays_count_too()
        {
            // Two levels for each pair of array and object.
            Check("{\"a\":" + Nested(4, "[{\"a\":", "[]", "}]") + "}", OtaResult.Ok);
            Check("{\"a\":" + Nested(4, "[{\"a\":", "[{}]", "}]") + "}", OtaResult.ManifestTooDeep);
        }

        [TestMethod]
        public void Depth_without_end_is_refused_before_it_costs_a_stack()
        {
            Check(Nested(300, "{\"a\":", string.Empty, string.Empty), OtaResult.ManifestTooDeep);
        }

        [TestMethod]
        public void Levels_beside_each_other_do_not_add_up()
        {
            Check("{\"a\":{},\"b\":{},\"c\":{},\"d\":{},\"e\":{},\"f\":{},\"g\":{},\"h\":{},\"i\":{},\"j\":[{},{},{},{},{},{},{},{},{}]}", OtaResult.Ok);
        }

        // The innermost level, with the others around it.
        private static string Nested(int levels, string open, string inner, string close)
        {
            string text = inner;
            for (int i = 1; i < levels; i++)
            {
                text = open + text + close;
            }

            return text;
        }

        private static void Check(string json, OtaResult expected)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            Expect.Result(expected, JsonProfile.Check(bytes, 0, bytes.Length), json);
        }
    }
}
