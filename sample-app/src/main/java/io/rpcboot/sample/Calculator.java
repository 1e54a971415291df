package io.rpcboot.sample;

import io.rpcboot.RpcFunction;

import org.springframework.stereotype.Component;

/**
 * The smallest function there is.
 */
@Component
@RpcFunction
public class Calculator {

	public int add(int x, int y) {
		return x + y;
	}

}
