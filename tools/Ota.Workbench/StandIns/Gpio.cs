using System.Collections.Generic;

// The pins of the virtual board: each change of an output is a line of the console.
namespace System.Device.Gpio
{
    public enum PinMode
    {
        Input = 0,
        InputPullDown = 1,
        InputPullUp = 2,
        Output = 3,
        OutputOpenDrain = 4,
        OutputOpenDrainPullUp = 5,
        OutputOpenSource = 6,
        OutputOpenSourcePullDown = 7,
    }

    public enum PinNumberingScheme
    {
        Logical = 0,
        Board = 1,
    }

    public struct PinValue : IEquatable<PinValue>
    {
        private readonly byte _value;

        private PinValue(byte value)
        {
            _value = value;
        }

        public static PinValue High
        {
            get { return new PinValue(1); }
        }

        public static PinValue Low
        {
            get { return new PinValue(0); }
        }

        public static implicit operator PinValue(int value)
        {
            return value != 0 ? High : Low;
        }

        public static implicit operator PinValue(bool value)
        {
            return value ? High : Low;
        }

        public static explicit operator byte(PinValue value)
        {
            return value._value;
        }

        public static explicit operator int(PinValue value)
        {
            return value._value;
        }

        public static explicit operator bool(PinValue value)
        {
            return value._value != 0;
        }

        public static bool operator ==(PinValue a, PinValue b)
        {
            return a._value == b._value;
        }

        public static bool operator !=(PinValue a, PinValue b)
        {
            return a._value != b._value;
        }

        public bool Equals(PinValue other)
        {
            return _value == other._value;
        }

        public override bool Equals(object obj)
        {
            return obj is PinValue && Equals((PinValue)obj);
        }

        public override int GetHashCode()
        {
            return _value;
        }

        public override string ToString()
        {
            return _value != 0 ? "High" : "Low";
        }
    }

    public sealed class GpioPin : IDisposable
    {
        private readonly int _number;
        private PinMode _mode;
        private PinValue _value;

        internal GpioPin(int number)
        {
            _number = number;
        }

        public int PinNumber
        {
            get { return _number; }
        }

        public TimeSpan DebounceTimeout { get; set; }

        public PinMode GetPinMode()
        {
            return _mode;
        }

        public bool IsPinModeSupported(PinMode mode)
        {
            return true;
        }

        public void SetPinMode(PinMode value)
        {
            _mode = value;
        }

        // An input that nothing is wired to shows what its resistor says.
        public PinValue Read()
        {
            return _mode == PinMode.InputPullUp ? PinValue.High : _value;
        }

        public void Write(PinValue value)
        {
            if (value != _value)
            {
                _value = value;
                Console.WriteLine("pin " + _number.ToString() + " " + (value == PinValue.High ? "high" : "low"));
            }
        }

        public void Toggle()
        {
            Write(_value == PinValue.High ? PinValue.Low : PinValue.High);
        }

        public void Dispose()
        {
        }
    }

    public sealed class GpioController : IDisposable
    {
        private readonly Dictionary<int, GpioPin> _pins = new Dictionary<int, GpioPin>();

        public GpioController()
        {
        }

        public GpioController(PinNumberingScheme numberingScheme)
        {
        }

        public int PinCount
        {
            get { return 40; }
        }

        public GpioPin OpenPin(int pinNumber)
        {
            return OpenPin(pinNumber, PinMode.Input);
        }

        public GpioPin OpenPin(int pinNumber, PinMode mode)
        {
            GpioPin pin = new GpioPin(pinNumber);
            pin.SetPinMode(mode);
            _pins[pinNumber] = pin;
            return pin;
        }

        public void ClosePin(int pinNumber)
        {
            _pins.Remove(pinNumber);
        }

        public bool IsPinOpen(int pinNumber)
        {
            return _pins.ContainsKey(pinNumber);
        }

        public void SetPinMode(int pinNumber, PinMode mode)
        {
            _pins[pinNumber].SetPinMode(mode);
        }

        public PinMode GetPinMode(int pinNumber)
        {
            return _pins[pinNumber].GetPinMode();
        }

        public PinValue Read(int pinNumber)
        {
            return _pins[pinNumber].Read();
        }

        public void Write(int pinNumber, PinValue value)
        {
            _pins[pinNumber].Write(value);
        }

        public void Dispose()
        {
        }
    }
}
