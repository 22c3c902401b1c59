/* SPDX-License-Identifier: MIT */
/* Numbers and shorthands of the (invented) Acme AG100, shared by its tree and by drivers. */
#ifndef ACME_AG100_H
#define ACME_AG100_H

#define AG_SPI			0
#define AG_PPI			1
#define AG_EDGE_RISING		1
#define AG_LEVEL_HIGH		4
#define AG_LEVEL_LOW		8

/* A shared interrupt of the GIC, as its three cells. */
#define AG_IRQ(n)		AG_SPI (n) AG_LEVEL_HIGH
#define AG_TIMER_IRQ(n)		AG_PPI (n) ((1 << (8 + AG_CPUS)) - (1 << 8) | AG_LEVEL_LOW)

#define AG_CPUS			2

/* Clocks: outputs of the clock unit. */
#define AG_CLK_BUS		0
#define AG_CLK_UART(n)		(1 + (n))
#define AG_CLK_SPI		4
#define AG_CLK_I2C		5
#define AG_CLK_GMAC		6

/* A pin is a bank of 32, a number in it, and the function it is switched to. */
#define AG_PIN(bank, pin, function)	(((bank) * 32 + (pin)) << 8 | (function))
#define AG_FUNCTION_GPIO	0
#define AG_FUNCTION_UART	1
#define AG_FUNCTION_I2C		2

#define AG_ACTIVE_HIGH		0
#define AG_ACTIVE_LOW		1

/* The three UARTs differ in nothing but numbers. */
#define AG_UART(n, address, irq)					\
	uart##n: serial@address {					\
		compatible = "acme,ag100-uart", "ns16550a";		\
		reg = <0x0 0x##address 0x0 0x100>;			\
		interrupts = <AG_IRQ(irq)>;				\
		clocks = <&clocks AG_CLK_UART(n)>;			\
		reg-shift = <2>;					\
		reg-io-width = <4>;					\
		status = "disabled";					\
	}

#endif
